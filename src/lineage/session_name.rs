//! Names of role sessions that services make of more than the name of what runs.

/// What may be known as running in a session of this name: what has the whole name; a job of EMR Serverless, of which
/// the session adds the attempt (`job,attempt`); a user of a file transfer server, between whom and the server the
/// session adds its own ID (`user.0123456789abcdef@s-0123456789abcdef0`).
pub fn known_by(session: &str) -> impl Iterator<Item = String> {
    let job = session.split_once(',').map(|(job, _)| format!("{job},"));
    let user = session.rsplit_once('@').and_then(|(user, server)| {
        let (user, _) = user.rsplit_once('.').filter(|_| server.starts_with("s-"))?;
        Some(format!("{user}@{server}"))
    });
    [Some(session.to_string()), job, user].into_iter().flatten()
}

/// The part by which its sessions are searched, where no session has the whole name.
pub fn part_of_session(name: &str) -> Option<&str> {
    name.strip_suffix(',').or_else(|| Some(name.rsplit_once('@')?.1))
}
