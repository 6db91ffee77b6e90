//! Requests that the abuse draft does not report: those from places of the owner's, and those from places of which nothing
//! tells whose they are. The operator is shown the latter, and all are counted, so that the numbers add up.

use super::encode::visible;
use super::request::Request;
use super::sums::Counted;
use crate::address::{is_public, plain};
use crate::incident::Whence;
use crate::subject::rfc3339;
use std::collections::BTreeMap;

/// Places in a list.
const LISTED: usize = 20;

/// The requests, by why they are not reported.
#[derive(Clone, Debug, Default)]
pub(super) struct Apart {
    own: BTreeMap<Whence, u64>,
    addresses: BTreeMap<String, Counted>,
    endpoints: BTreeMap<String, Counted>,
    /// Requests from private addresses or services that name no endpoint.
    without: u64,
}

impl Apart {
    pub fn add(&mut self, request: &Request, whence: Whence) {
        if whence.is_own() {
            *self.own.entry(whence).or_default() += 1;
            return;
        }
        let endpoint = request.vpc_endpoint_id.as_ref().filter(|id| !id.is_empty());
        let address = request.source_ip_address.as_deref().filter(|address| is_public(address));
        let (list, place) = match (endpoint, address) {
            (Some(endpoint), _) => (&mut self.endpoints, endpoint.clone()),
            (None, Some(address)) => (&mut self.addresses, plain(address).into_owned()),
            (None, None) => {
                self.without += 1;
                return;
            }
        };
        let Some(time) = request.event_time else {
            self.without += 1;
            return;
        };
        Counted::add(list, place, time);
    }

    /// Addresses of which nothing tells whose they are, one a line.
    pub fn addresses(&self) -> Option<String> {
        lines(&self.addresses)
    }

    /// VPC endpoints whose account no record names, one a line.
    pub fn endpoints(&self) -> Option<String> {
        lines(&self.endpoints)
    }

    /// How many there are, and why each is not reported.
    pub fn parts(&self) -> [(u64, &'static str); 7] {
        let own = |whence: Whence| self.own.get(&whence).copied().unwrap_or_default();
        let sum = |list: &BTreeMap<String, Counted>| list.values().map(|counted| counted.count).sum();
        [
            (
                own(Whence::DeclaredOwn),
                "from places that you declared as yours, which did not fit the rest of the baseline",
            ),
            (own(Whence::AccountAddress), "from addresses of your own accounts"),
            (own(Whence::AccountEndpoint), "through VPC endpoints of your own accounts"),
            (own(Whence::Affiliated), "from places that a finding calls affiliated with you"),
            (sum(&self.addresses), "from addresses of which nothing tells whose they are"),
            (sum(&self.endpoints), "through VPC endpoints whose account the records do not name"),
            (self.without, "from a private address or a service, without a VPC endpoint"),
        ]
    }
}

/// The earliest first.
fn lines(list: &BTreeMap<String, Counted>) -> Option<String> {
    let mut all: Vec<_> = list.iter().collect();
    all.sort_by_key(|(place, counted)| (counted.first, *place));
    let more = all.len().saturating_sub(LISTED);
    let line = |(place, counted): (&String, &Counted)| {
        let Counted { first, last, count } = *counted;
        let (place, first, last) = (visible(place), rfc3339(first), rfc3339(last));
        format!("  {place}  first {first}  last {last}  requests {count}\n")
    };
    let shown: String = all.into_iter().take(LISTED).map(line).collect();
    let more = if more > 0 {
        format!("  and {more} more, in the order of their first use\n")
    } else {
        String::new()
    };
    (!shown.is_empty()).then(|| shown + &more)
}
