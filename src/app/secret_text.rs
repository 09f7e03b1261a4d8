//! Secrets that stand in the text of a file.

use super::literal::{has_password, is_authorization, is_plain, letters};

/// What a setting is called whose value is a secret, whatever the file.
const ENDS: [&str; 3] = ["PASSWORD", "PASSWD", "PASSPHRASE"];
/// How a line starts that only tells something.
const COMMENTS: [&str; 6] = ["#", ";", "//", "*", "<!--", "--"];
/// What stands in a value that is filled in, or asked for, elsewhere.
const ELSEWHERE: [char; 4] = ['$', '{', '(', '['];
/// How a value starts that is filled in, hidden, or stands on further lines.
const FILLED_IN: [char; 7] = ['<', '>', '|', '%', '!', '*', '@'];
/// Words that say that there is none.
const NONE: [&str; 8] = ["null", "nil", "none", "~", "yes", "no", "required", "optional"];

/// Why a file's text looks like a secret: an address with a password, a header that authorizes, or `password = ...` with its value
/// written out.
pub(super) fn secret_text(text: &str) -> Option<&'static str> {
    text.lines().map(str::trim).filter(|line| !COMMENTS.iter().any(|comment| line.starts_with(comment))).find_map(
        |line| {
            if has_password(line) {
                return Some("it holds an address with a password");
            }
            if is_authorization(line) {
                return Some("it holds a credential of HTTP");
            }
            assigns_password(line).then_some("it sets a password")
        },
    )
}

/// Whether a line says `password = value` or `"password": "value",`, and the value stands there as it is.
fn assigns_password(line: &str) -> bool {
    let Some((name, value)) = line.split_once(['=', ':']) else { return false };
    let name = name.trim().trim_start_matches("- ").trim_start_matches("export ").trim_matches(['"', '\'']);
    let one_word = name.chars().all(|c| c.is_ascii_alphanumeric() || "._-/".contains(c));
    if !one_word || !ENDS.iter().any(|end| letters(name).ends_with(end)) {
        return false;
    }
    let value = value.trim_start_matches(['=', '>']).split(" #").next().unwrap_or_default();
    let value = value.trim().trim_end_matches([',', ';']).trim_matches(['"', '\'']);
    let refers = value.contains(ELSEWHERE)
        || value.starts_with(FILLED_IN)
        || value.contains("env.")
        || value.contains(char::is_whitespace);
    !is_plain(value) && !refers && !NONE.contains(&value.to_ascii_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::secret_text;

    #[test]
    fn finds_what_is_written_out() {
        for text in [
            "listen 80;\nurl = postgres://app:hunter2@db:5432/app\n",
            "brokers: [\"amqp://a:1,amqp\", \"amqp://app:hunter2@mq:5672\"]\n",
            "[db]\npassword = hunter2\n",
            "spring.datasource.password=hunter2\n",
            "db:\n  password: 'hunter2' # for now\n",
            "{\n  \"dbPassword\": \"hunter2\",\n}\n",
            "export PGPASSWORD=hunter2\n",
            "users:\n  - password: P@ssw0rd!\n",
            "proxy_set_header Authorization \"Basic d2ViOmh1bnRlcjI=\";\n",
            "headers:\n  authorization: Bearer a1b2c3d4e5f6\n",
        ] {
            assert!(secret_text(text).is_some(), "{text}");
        }
    }

    #[test]
    fn leaves_alone_what_is_filled_in_or_only_spoken_of() {
        for text in [
            "url = postgres://app:${DB_PASSWORD}@db/app\n",
            "url = postgres://app:{{ password }}@db/app\n",
            "# such as postgres://user:password@localhost/app\n",
            "proxy_pass http://127.0.0.1:8080; # @home\n",
            "contact: https://example.com/a:b@c\n",
            "password =\n",
            "password: \"\"\n",
            "password: ${DB_PASSWORD}\n",
            "password = os.environ[\"DB_PASSWORD\"]\n",
            "password: process.env.DB_PASSWORD,\n",
            "password: /etc/secrets/DB_PASSWORD\n",
            "password: null\n",
            "#password = hunter2\n",
            "password_encryption = scram-sha-256\n",
            "password-file=secret.txt\n",
            "requirePassword: true\n",
            "label.password = Your password, please\n",
            "\"password\": {\n",
            "proxy_set_header Authorization $http_authorization;\n",
            "authorization: Bearer ${TOKEN}\n",
            "authorization: bearer token\n",
            "It takes the header Authorization: Bearer credentials of the shop.\n",
        ] {
            assert_eq!(secret_text(text), None, "{text}");
        }
    }
}
