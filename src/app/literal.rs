//! Values that look like secrets, which have no place in a spec.

/// Parts of names that speak of a secret.
const NAMES: [&str; 9] =
    ["PASSWORD", "PASSWD", "SECRET", "TOKEN", "APIKEY", "PRIVATEKEY", "ACCESSKEY", "CREDENTIAL", "PASSPHRASE"];
/// Ends of names that speak about a secret without holding it.
const HARMLESS_ENDS: [&str; 13] = [
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
];
/// How the tokens of well-known issuers begin.
const BEGINNINGS: [&str; 9] = ["AKIA", "ASIA", "ghp_", "gho_", "github_pat_", "glpat-", "xoxb-", "xoxp-", "sk_live_"];

/// Why a variable's value looks like a secret, if it does.
pub(super) fn looks_secret(name: &str, value: &str) -> Option<&'static str> {
    if value.contains("-----BEGIN ") && value.contains("PRIVATE KEY-----") {
        return Some("its value is a private key");
    }
    if BEGINNINGS.iter().any(|beginning| value.starts_with(beginning) && value.len() >= beginning.len() + 12) {
        return Some("its value begins as the tokens of a well-known issuer do");
    }
    if has_password(value) {
        return Some("its value is an address with a password");
    }
    let words: String = name.to_ascii_uppercase().chars().filter(char::is_ascii_alphanumeric).collect();
    let speaks = NAMES.iter().any(|part| words.contains(part)) && !HARMLESS_ENDS.iter().any(|end| words.ends_with(end));
    // A number, a switch, a path or nothing at all is no secret, whatever it is called.
    let plain = value.parse::<f64>().is_ok()
        || matches!(value, "" | "true" | "false")
        || value.starts_with(['/', '.'])
        || value.split_whitespace().count() > 3;
    (speaks && !plain).then_some("its name says so")
}

/// Whether a text is an address of the form `scheme://user:password@host`.
fn has_password(value: &str) -> bool {
    let Some((scheme, rest)) = value.split_once("://") else { return false };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let user = authority.rsplit_once('@').map_or("", |(user, _)| user);
    // A variable in the password's place is no password.
    let password = user.split_once(':').map_or("", |(_, password)| password);
    scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
        && !password.is_empty()
        && !password.contains('$')
}

#[cfg(test)]
mod tests {
    use super::looks_secret;

    #[test]
    fn finds_what_looks_like_a_secret() {
        for (name, value) in [
            ("DB_PASSWORD", "hunter2"),
            ("AWS_SECRET_ACCESS_KEY", "wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY"),
            ("apiKey", "a1b2c3"),
            ("KEY_ID", "AKIAIOSFODNN7EXAMPLE"),
            ("DATABASE_URL", "postgres://app:hunter2@db:5432/app"),
            ("TLS", "-----BEGIN PRIVATE KEY-----\nabc\n-----END PRIVATE KEY-----"),
        ] {
            assert!(looks_secret(name, value).is_some(), "{name}");
        }
    }

    #[test]
    fn leaves_alone_what_only_speaks_about_one() {
        for (name, value) in [
            ("TOKEN_TTL", "1h"),
            ("PASSWORD_MIN_LENGTH", "12"),
            ("DB_PASSWORD_FILE", "/etc/secrets/DB_PASSWORD"),
            ("DATABASE_URL", "postgres://db:5432/app"),
            ("DATABASE_URL", "postgres://app:$(PASSWORD)@db/app"),
            ("TOKEN_ISSUER", "https://login.example.com"),
            ("SECRET_ROTATION", "true"),
            ("TOKEN_URL", "https://login.example.com/token"),
            ("MONKEY", "banana"),
        ] {
            assert_eq!(looks_secret(name, value), None, "{name}");
        }
    }
}
