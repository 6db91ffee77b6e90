//! Rows of the lineage rules that are not right are refused, and the error names the file and the row.

use keytrail::lineage::check_rules;

fn refused(rows: &str, why: &str) {
    let error = check_rules(&[("x.toml", rows)]).expect_err(rows);
    assert!(error.contains(why), "{rows}\n{error}");
}

fn rule(fields: &str) -> String {
    format!(
        "# A header.\n\n[[rule]]\nsource = 'iam.amazonaws.com'\nevents = ['CreateUser']\nkind = 'user'\nrevoke = ''\n{fields}\n"
    )
}

fn change(fields: &str) -> String {
    format!("[[change]]\nsource = 'iam.amazonaws.com'\nevents = ['DeleteUser']\n{fields}\n")
}

#[test]
fn what_is_wrong_is_told_with_its_row() {
    let wrong = [
        (
            rule("key = 'responseElement.key'"),
            "in x.toml, [[rule]] in line 3, are not right: “responseElement.key”",
        ),
        (rule("kye = 'responseElements.key'"), "unknown field `kye`"),
        (rule("runs = { name = 'requestParameters.id', roel = 'awsRegion' }"), "unknown field `roel`"),
        (
            rule("target = ['requestParameters.userName']"),
            "in x.toml for CreateUser of iam.amazonaws.com are not right: it says neither",
        ),
        (rule("key = 'responseElements.id'\nswitched_on = 'requestParameters.id'"), "it is one or the other"),
        (
            rule("untraceable = ''\nwhen = { path = 'awsRegion', equals = 'x', absent = true }"),
            "a condition tests one thing",
        ),
        (
            rule("untraceable = ''\nwhen = { path = 'awsRegion', contains = '' }"),
            "an empty text is in every text",
        ),
        (
            change("names = ['usr:requestParameters.userName']\nactive = false"),
            "no rule gives a name in the domain `usr`",
        ),
        (change("active = false"), "it `names` nothing"),
        (change("names = ['user:awsRegion']\nactive = true\nleaves = true"), "did not end"),
        (
            change("names = ['user:awsRegion']\nactive = false\nothers = true\nover = true"),
            "one or the other",
        ),
        (change("names = ['user:awsRegion']\nactive = false\nmanaged = true"), "`managed` needs the policy"),
    ];
    for (rows, why) in wrong {
        refused(&rows, why);
    }
}

/// A rule that finds what stands at a path.
fn at(path: &str) -> String {
    rule(&format!("key = \"{path}\""))
}

#[test]
fn a_path_that_leads_nowhere_is_refused() {
    let wrong = [
        ("requestParameter.userName", "no field of a record that rules read is called “requestParameter”"),
        ("requestParameters.roleArn#lsat", "nothing is known that “#lsat” would read"),
        ("requestParameters..userName", "“” is no key of an object"),
        ("requestParameters", "“” is no key of an object"),
        ("requestParameters.items[0]", "“items[0]” is no key of an object"),
        ("requestParameters.a |requestParameters.b", "“a |requestParameters” is no key of an object"),
        ("userIdentity.userNmae", "no field of a record that rules read is called “userIdentity”"),
        ("boundary", "no field of a record that rules read is called “boundary”"),
    ];
    for (path, why) in wrong {
        refused(&at(path), why);
    }
    for path in ["requestParameters.x-amz-acl[]", "requestParameters#traffic", "awsRegion", "'v1'"] {
        assert_eq!(check_rules(&[("x.toml", &at(path))]), Ok(()), "{path}");
    }
}

#[test]
fn a_name_that_is_none_is_refused() {
    let wrong = [
        ("requestParameters.userName", "it begins with a domain"),
        ("usr name:requestParameters.userName", "it begins with a domain"),
        ("role:requestParameters.roleArn#last", "loses the account"),
        ("user:requestParameters.a+requestParameters.b", "is no path"),
        ("stack:requestParameters.stackName+regionn", "is called “regionn”"),
    ];
    for (name, why) in wrong {
        refused(&rule(&format!("untraceable = ''\nnames = ['{name}']")), why);
    }
}
