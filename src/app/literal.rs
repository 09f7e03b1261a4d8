//! Values that look like secrets, which have no place in a spec.

use super::secret_text::secret_text;

/// Parts of names that speak of a secret.
const NAMES: [&str; 9] =
    ["PASSWORD", "PASSWD", "SECRET", "TOKEN", "APIKEY", "PRIVATEKEY", "ACCESSKEY", "CREDENTIAL", "PASSPHRASE"];
/// Ends of names that speak about a secret without holding it.
const HARMLESS_ENDS: [&str; 16] = [
    "FILE",
    "PATH",
    "DIR",
    "TTL",
    "URL",
    "URI",
    "NAME",
    "LENGTH",
    "EXPIRY",
    "TIMEOUT",
    "ENABLED",
    "ISSUER",
    "ALGORITHM",
    "HEADER",
    "PREFIX",
    "TYPE",
];
/// What stands before a secret inside a connection string.
const ASSIGNMENTS: [&str; 4] = ["accountkey=", "sharedaccesskey=", "password=", "pwd="];
/// Addresses that are a secret themselves: whoever knows one may post there.
const WEBHOOKS: [&str; 4] = [
    "hooks.slack.com/services/",
    "discord.com/api/webhooks/",
    "discordapp.com/api/webhooks/",
    ".webhook.office.com/webhookb2/",
];
/// What a part of an address's query is called whose value is a secret.
const QUERY: [&str; 9] =
    ["TOKEN", "ACCESSTOKEN", "AUTHTOKEN", "APIKEY", "SECRET", "PASSWORD", "SIG", "SIGNATURE", "CLIENTSECRET"];
/// The schemes of HTTP's `Authorization` that a credential follows.
const SCHEMES: [&str; 3] = ["bearer", "basic", "token"];
const CREDENTIAL: &str = "its value is a credential of HTTP";
/// How the tokens of well-known issuers begin.
const BEGINNINGS: [&str; 15] = [
    "AKIA",
    "ASIA",
    "ghp_",
    "gho_",
    "ghu_",
    "ghs_",
    "ghr_",
    "github_pat_",
    "glpat-",
    "xoxb-",
    "xoxp-",
    "sk_live_",
    "sk_test_",
    "rk_live_",
    "rk_test_",
];

/// What an option is called whose value is a secret. The word `secret` alone is none of them: it mostly
/// names a Secret.
const OPTION_ENDS: [&str; 9] =
    ["PASSWORD", "PASSWD", "PASSPHRASE", "TOKEN", "APIKEY", "ACCESSKEY", "SECRETKEY", "CLIENTSECRET", "CREDENTIALS"];
/// Files that hold keys and passwords, whatever folder they stand in.
const FILES: [&str; 9] = [
    ".env",
    ".netrc",
    ".pgpass",
    ".git-credentials",
    "id_rsa",
    "id_dsa",
    "id_ecdsa",
    "id_ed25519",
    ".dockerconfigjson",
];
/// The ends of the names of files that hold private keys.
const FILE_ENDS: [&str; 5] = [".key", ".p12", ".pfx", ".ppk", ".kdbx"];

/// A hint, and the way out for what only looks like a secret.
pub(crate) fn or_excused(hint: impl std::fmt::Display) -> String {
    format!("{hint}; if it is none, say so: `exceptions: {{literal-secret: \"...\"}}`")
}

/// Why a variable's value looks like a secret, if it does.
pub(super) fn looks_secret(name: &str, value: &str) -> Option<&'static str> {
    let words = letters(name);
    let named = NAMES.iter().any(|part| words.contains(part)) || ends_in_password(&words);
    let speaks = named && !HARMLESS_ENDS.iter().any(|end| words.ends_with(end));
    let authorizes = words.ends_with("AUTHORIZATION") && credential(value).is_some();
    secret_value(value)
        .or_else(|| authorizes.then_some(CREDENTIAL))
        .or_else(|| assigns_secret(value).then_some("a password or a key stands in its value"))
        .or_else(|| (speaks && !is_plain(value)).then_some("its name says so"))
}

/// Whether a name ends as `DB_PASS`, `PGPASS` and `MYSQL_PWD` do, and is no other word.
fn ends_in_password(words: &str) -> bool {
    let other = ["BYPASS", "COMPASS", "ENCOMPASS", "TRESPASS"].iter().any(|word| words.ends_with(word));
    (words.ends_with("PASS") || words.ends_with("PWD")) && !other
}

/// Why a value looks like a secret, whatever it is called.
pub(super) fn secret_value(value: &str) -> Option<&'static str> {
    if has_private_key(value) {
        return Some("its value is a private key");
    }
    if BEGINNINGS.iter().any(|beginning| value.starts_with(beginning) && value.len() >= beginning.len() + 12) {
        return Some("its value begins as the tokens of a well-known issuer do");
    }
    if value.split_whitespace().any(|word| is_signed_token(word.trim_matches(['"', '\'']))) {
        return Some("its value is a signed token");
    }
    if is_authorization(value) {
        return Some(CREDENTIAL);
    }
    if has_token(value) {
        return Some("its value is an address with a token");
    }
    has_password(value).then_some("its value is an address with a password")
}

/// Whether a text is what a header `Authorization` says, `Bearer abc...`, or holds the header with what it says.
pub(super) fn is_authorization(text: &str) -> bool {
    credential(after_header(text).unwrap_or(text)).is_some_and(|credential| {
        // A word of small letters is a word.
        let is_random = credential.chars().any(|c| !c.is_ascii_lowercase()) || credential.len() >= 20;
        credential.len() >= 8 && is_random
    })
}

/// What stands behind the name of the header in a text.
fn after_header(text: &str) -> Option<&str> {
    const HEADER: &str = "authorization";
    let at = text.to_ascii_lowercase().find(HEADER)?;
    Some(&text[at + HEADER.len()..])
}

/// What a text says after a scheme of the header.
fn credential(text: &str) -> Option<&str> {
    let ends = |c: char| c.is_whitespace() || ",;'\"".contains(c);
    let text = text.trim_start_matches(|c: char| ends(c) || ":=".contains(c));
    let begins = |scheme: &&&str| text.get(..scheme.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(scheme));
    let scheme = SCHEMES.iter().find(begins)?;
    // A list of headers in a variable writes its spaces as addresses do.
    let rest = &text[scheme.len()..];
    let said = rest.trim_start_matches(char::is_whitespace);
    let said = said.strip_prefix("%20").unwrap_or(said);
    let (credential, after) = said.split_at(said.find(ends).unwrap_or(said.len()));
    // What goes on is a sentence, unless it is another header.
    let is_whole = after.trim_matches(ends).is_empty() || after.starts_with([',', ';', '\'', '"']);
    (said.len() < rest.len() && is_whole && is_secret_text(credential)).then_some(credential)
}

/// Whether an address holds a token, in its path or in its query.
fn has_token(value: &str) -> bool {
    let Some((_, address)) = value.split_once("://") else { return false };
    let posts = |hook: &str| address.split_once(hook).is_some_and(|(_, rest)| rest.len() >= 16 && is_secret_text(rest));
    let query = address.split_once('?').map_or("", |(_, query)| query).split(['&', ';']);
    let mut pairs = query.filter_map(|pair| pair.split_once('='));
    let is_secret = |(name, value): (&str, &str)| {
        QUERY.contains(&letters(name).as_str()) && value.len() >= 8 && is_secret_text(value)
    };
    WEBHOOKS.iter().any(|hook| posts(hook)) || pairs.any(is_secret)
}

/// Whether a text stands for itself, and for no variable that is put in its place.
fn is_secret_text(text: &str) -> bool {
    !is_plain(text) && !text.contains(['$', '{', '<'])
}

/// Why a label or an annotation looks like a secret. Many speak of secrets by name, so that only one that
/// is called a password is taken at its word.
pub(super) fn secret_note(key: &str, value: &str) -> Option<&'static str> {
    let words = letters(key);
    let speaks = ["PASSWORD", "PASSWD", "PASSPHRASE"].iter().any(|end| words.ends_with(end));
    secret_value(value).or_else(|| (speaks && !is_plain(value)).then_some("its name says so"))
}

/// The first argument that holds a secret, with the reason: an address with a password, a token, or an
/// option that is called one, `--password=hunter2` or `--password hunter2`, also inside of a shell's command.
pub(crate) fn secret_argument(words: &[String]) -> Option<(usize, &'static str)> {
    let parts: Vec<(usize, &str)> = words
        .iter()
        .enumerate()
        .flat_map(|(index, word)| word.split_whitespace().map(move |part| (index, part.trim_matches(['"', '\'']))))
        .collect();
    if let Some(index) = words.iter().position(|word| has_private_key(word)) {
        return Some((index, "it is a private key"));
    }
    if let Some(index) = words.iter().position(|word| is_authorization(word)) {
        return Some((index, "it holds a credential of HTTP"));
    }
    parts.iter().enumerate().find_map(|(place, (index, part))| {
        let (name, value) = part.split_once('=').unwrap_or((part, ""));
        let next = parts.get(place + 1).map_or("", |(_, next)| next);
        let spoken = if part.contains('=') { value } else { next };
        let option = name.starts_with("--") || part.contains('=');
        let words = letters(name);
        let called = option && (OPTION_ENDS.iter().any(|end| words.ends_with(end)) || ends_in_password(&words));
        let spoken = spoken.trim_matches(['"', '\'']);
        let why = secret_value(part)
            .or_else(|| secret_value(value))
            .map(|_| "it holds an address with a password, or a token");
        why.or_else(|| (called && !is_plain(spoken) && !spoken.starts_with('-')).then_some("the option's name says so"))
            .map(|why| (*index, why))
    })
}

/// Why a file looks like a secret, if it does: its name, or a key or a password in it.
pub(super) fn secret_file(path: &str, text: &str) -> Option<&'static str> {
    if has_private_key(text) {
        return Some("it holds a private key");
    }
    let name = path.rsplit('/').next().unwrap_or_default().to_ascii_lowercase();
    // A certificate is there to be read; so are the keys and parameters that say that they are public.
    let public = text.contains("-----BEGIN ");
    let key = FILE_ENDS.iter().any(|end| name.ends_with(end)) || name.ends_with(".pem");
    let example = name.ends_with(".example") || name.ends_with(".sample");
    let listed = FILES.contains(&name.as_str()) || name.starts_with(".env.") && !example;
    (listed || key && !public).then_some("its name says so").or_else(|| secret_text(text))
}

fn has_private_key(text: &str) -> bool {
    text.contains("-----BEGIN ") && (text.contains("PRIVATE KEY-----") || text.contains("PRIVATE KEY BLOCK-----"))
}

/// The letters and digits of a name, in upper case.
pub(super) fn letters(name: &str) -> String {
    name.to_ascii_uppercase().chars().filter(char::is_ascii_alphanumeric).collect()
}

/// Whether a value is no secret, whatever it is called: a number, a switch, a path, a variable, a
/// sentence, or nothing at all.
pub(super) fn is_plain(value: &str) -> bool {
    value.parse::<f64>().is_ok()
        || matches!(value, "" | "true" | "false")
        || value.starts_with(['/', '.', '$', '<'])
        || value.split_whitespace().count() > 3
}

/// Whether a word is a JSON Web Token: two parts of JSON in base64, which begin with `{"`, and a signature
/// (<https://www.rfc-editor.org/rfc/rfc7519>).
fn is_signed_token(word: &str) -> bool {
    let parts: Vec<&str> = word.split('.').collect();
    let base64 = |part: &&str| part.len() > 8 && part.chars().all(|c| c.is_ascii_alphanumeric() || "-_".contains(c));
    parts.len() == 3 && parts.iter().all(base64) && parts[..2].iter().all(|part| part.starts_with("eyJ"))
}

/// Whether a text holds an address of the form `scheme://user:password@host`.
pub(super) fn has_password(text: &str) -> bool {
    text.match_indices("://").any(|(at, sign)| {
        let scheme = text[..at].ends_with(|c: char| c.is_ascii_alphanumeric());
        let rest = &text[at + sign.len()..];
        let authority = rest.split(|c: char| c.is_whitespace() || "/?#,\"'`)>".contains(c)).next().unwrap_or_default();
        let user = authority.rsplit_once('@').map_or("", |(user, _)| user);
        // A variable in the password's place is no password.
        let password = user.split_once(':').map_or("", |(_, password)| password);
        scheme && !password.is_empty() && !password.contains(['$', '{'])
    })
}

/// Whether a text is a connection string with a password or a key in it.
fn assigns_secret(value: &str) -> bool {
    let lower = value.to_ascii_lowercase();
    ASSIGNMENTS.iter().any(|assignment| {
        let after = lower.split(assignment).skip(1);
        after.map(|rest| rest.split([';', '&', ' ']).next().unwrap_or_default()).any(|secret| {
            // A variable in the secret's place is no secret.
            !is_plain(secret) && !secret.contains(['$', '{'])
        })
    })
}

#[cfg(test)]
mod tests;
