//! What looks like a secret, and what only speaks of one.

use super::{looks_secret, secret_argument, secret_file, secret_note};

fn argument(words: &[&str]) -> Option<usize> {
    let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
    secret_argument(&words).map(|(index, _)| index)
}

#[test]
fn finds_what_looks_like_a_secret() {
    for (name, value) in [
        ("DB_PASSWORD", "hunter2"),
        ("AWS_SECRET_ACCESS_KEY", "wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY"),
        ("apiKey", "a1b2c3"),
        ("KEY_ID", "AKIAIOSFODNN7EXAMPLE"),
        ("DATABASE_URL", "postgres://app:hunter2@db:5432/app"),
        ("STORAGE", "DefaultEndpointsProtocol=https;AccountName=acme;AccountKey=Zm9v;EndpointSuffix=core.windows.net"),
        ("DSN", "host=db user=app password=hunter2"),
        ("DBPASS", "hunter2"),
        ("PGPASS", "hunter2"),
        ("MYSQL_PWD", "hunter2"),
        ("STRIPE_KEY", "sk_test_4eC39HqLyjWDarjtT1zdp7dc"),
        ("AUTH", "Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ3ZWIifQ.c2lnbmF0dXJl"),
        ("BROKERS", "amqp://a:5672,amqp://app:hunter2@b:5672"),
        ("AUTHORIZATION", "Bearer a1b2c3d4e5f6"),
        ("AUTHORIZATION", "Bearer correcthorse"),
        ("HTTP_AUTHORIZATION", "Token hunter"),
        ("HEADER", "Bearer correcthorsebatterystaple"),
        ("HEADER", "Authorization: Bearer a1b2c3d4e5f6"),
        ("OTEL_EXPORTER_OTLP_HEADERS", "authorization=Bearer%20a1b2c3d4e5f6,tenant=shop"),
        ("HEADER", "basic d2ViOmh1bnRlcjI="),
        ("ALERTS", "https://hooks.slack.com/services/T000/B000/a1b2c3d4e5f6"),
        ("ALERTS", "https://discord.com/api/webhooks/1234567890/a1b2c3d4e5f6"),
        ("CALLBACK_URL", "https://example.com/hook?id=1&access_token=a1b2c3d4"),
        ("API_KEY_HEADER", "Bearer a1b2c3d4e5f6"),
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
        ("DSN", "host=db user=app password=${PASSWORD}"),
        ("DSN", "jdbc:postgresql://db/app?user=app&password="),
        ("TOKEN_ISSUER", "https://login.example.com"),
        ("SECRET_ROTATION", "true"),
        ("TOKEN_URL", "https://login.example.com/token"),
        ("MONKEY", "banana"),
        ("CACHE_BYPASS", "static"),
        ("PWD", "/srv"),
        ("PGPASSFILE", "pgpass"),
        ("STRIPE_KEY", "pk_live_4eC39HqLyjWDarjtT1zdp7dc"),
        ("AUTH", "Bearer"),
        ("HOSTS", "eyJ.example.com"),
        ("BROKERS", "amqp://a:5672,amqp://b:5672"),
        ("API_KEY_HEADER", "X-Api-Key"),
        ("TOKEN_TYPE", "Bearer"),
        ("MODE", "basic authentication"),
        ("AUTHORIZATION", "Bearer $(TOKEN)"),
        ("AUTHORIZATION", "required"),
        ("AUTHORIZATION", "Bearer"),
        ("OTEL_EXPORTER_OTLP_HEADERS", "authorization=Bearer%20$(TOKEN),tenant=shop"),
        ("GREETING", "Basic authentication"),
        ("GREETING", "Token-based sign-in2"),
        ("ALERTS", "https://hooks.slack.com/services/${SLACK_PATH}"),
        ("CALLBACK_URL", "https://example.com/hook?page_token=2&sort=name"),
    ] {
        assert_eq!(looks_secret(name, value), None, "{name}");
    }
}

#[test]
fn finds_secrets_among_arguments() {
    for (words, index) in [
        (&["serve", "--password=hunter2"] as &[&str], 1),
        (&["--db-password", "hunter2"], 0),
        (&["--dsn=postgres://app:hunter2@db/app"], 0),
        (&["redis://:hunter2@cache:6379"], 0),
        (&["sh", "-c", "export API_TOKEN='a1b2c3'; exec app"], 2),
        (&["sh", "-c", "mysqldump --password=\"hunter2\" shop"], 2),
        (&["--key", "ghp_0123456789abcdef0123"], 1),
        (&["--oauth2-client-secret=a1b2c3"], 0),
        (&["--db-pass", "hunter2"], 0),
        (&["--header", "Authorization: Bearer a1b2c3d4e5f6"], 1),
        (&["sh", "-c", "curl -H 'Authorization: Basic d2ViOmh1bnRlcjI=' http://shop/ping"], 2),
        (&["--webhook=https://hooks.slack.com/services/T000/B000/a1b2c3d4e5f6"], 0),
    ] {
        assert_eq!(argument(words), Some(index), "{words:?}");
    }
}

#[test]
fn leaves_arguments_alone_that_only_refer_to_secrets() {
    for words in [
        &["--password-file=/etc/secrets/DB_PASSWORD"] as &[&str],
        &["--password=$(DB_PASSWORD)"],
        &["sh", "-c", "exec app --password=\"$DB_PASSWORD\" --token=$(cat /run/token)"],
        &["--password", "--verbose"],
        &["--image-pull-secret=registry"],
        &["--tls-secret", "web-tls"],
        &["--token-ttl=1h", "--max-tokens=4096"],
        &["--use-password=true"],
        &["--url=http://app@db:5432/app"],
        &["token", "create"],
        &["sh", "-c", "curl -H \"Authorization: Bearer $(cat /etc/secrets/TOKEN)\" http://shop/ping"],
        &["--upstream=http://127.0.0.1:8080", "--time=10:30@home"],
    ] {
        assert_eq!(argument(words), None, "{words:?}");
    }
}

#[test]
fn an_annotation_may_speak_of_secrets() {
    assert_eq!(secret_note("vault.hashicorp.com/agent-inject-secret-db", "database/creds/db"), None);
    assert_eq!(secret_note("checksum/secret", "9f86d081884c7d65"), None);
    assert_eq!(secret_note("example.com/token-audience", "web"), None);
    assert_eq!(secret_note("example.com/password-file", "/etc/secrets/x"), None);
    assert!(secret_note("example.com/db-password", "hunter2").is_some());
    assert!(secret_note("example.com/dsn", "postgres://app:hunter2@db/app").is_some());
}

#[test]
fn files_of_keys_and_passwords_are_told_from_public_ones() {
    let certificate = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";
    let key = "-----BEGIN OPENSSH PRIVATE KEY-----\nabc\n-----END OPENSSH PRIVATE KEY-----\n";
    for (path, text) in [
        ("conf/.env", "LOG_LEVEL=info\n"),
        (".env.production", ""),
        ("keys/id_rsa", "abc"),
        ("tls/server.pem", "abc"),
        ("tls/server.key", ""),
        ("conf/app.conf", key),
        ("tls/bundle.pem", &format!("{certificate}{key}")),
        ("store.P12", ""),
    ] {
        assert!(secret_file(path, text).is_some(), "{path}");
    }
    for (path, text) in [
        ("tls/ca.pem", certificate),
        ("tls/jwt.pem", "-----BEGIN PUBLIC KEY-----\nabc\n-----END PUBLIC KEY-----\n"),
        (".env.example", "DB_PASSWORD=\n"),
        ("conf/environment", ""),
        ("conf/id_rsa.pub", "ssh-rsa AAAA"),
        ("conf/key.conf", "ssl_certificate_key /etc/secrets/TLS_KEY;"),
        ("conf/passwords.conf", "min-length 12"),
        ("keyboard.yaml", "layout: de"),
    ] {
        assert_eq!(secret_file(path, text), None, "{path}");
    }
}
