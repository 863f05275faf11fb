import Redaction
import TestSupport
import Testing

@Suite(.ownThread) struct SecretNameTests {
    @Test(
        "A name is secret by its words, however it is written",
        arguments: [
            "PGPASSWORD", "ROOTPASS", "ADMINPASSWD", "APP_DBPASS", "API_KEY", "apiKey", "APIKey", "X-Api-Key", "api.key", "OPENAI_API_KEY",
            "JARVIS_MESH_SHARED_KEY", "GITHUB_TOKEN",
            "accessToken",
            "DB_PASSWORD", "db-passwd", "PASSPHRASE", "clientSecret", "SLACK_WEBHOOK_URL", "webhook", "AWS_SECRET_ACCESS_KEY",
            "GOOGLE_CREDENTIALS", "private_key", "privateKey", "SENTRY_DSN", "wallet_mnemonic", "PASSWORD_SALT", "SEED_PHRASE",
            "REDISCLI_AUTH",
            "Authorization", "Set-Cookie", "JARVIS_WALLET_PASSWORD", "routing_key", "JARVIS_MESH_SYNC_KEY", "API_KEYS", "key", "token",
            "JARVIS_OPS_PAGERDUTY_KEY", "JARVIS_OPS_SLACK_WEBHOOK", "JARVIS_OPS_SLACK_WEBHOOK_BACKEND", "JARVIS_OPS_SLACK_WEBHOOK_DEVOPS",
            "JARVIS_OPS_TICKET_TOKEN",
            "auth",
        ])
    func secret(name: String) { #expect(Redactor.isSecretName(name)) }

    @Test(
        "A name that speaks about a secret, or of something else, is none",
        arguments: [
            "JARVIS_MESH_NODE_PUBKEY", "node_pubkey", "public_key", "PUBLIC_KEY", "JARVIS_MESH_KEYPAIR_PATH", "KEY_COUNT", "token_count",
            "max_tokens", "total_tokens", "completionTokens", "monkey", "keyboard", "author", "authors", "authority",
            "ratelimit:provider:x",
            "primary_key", "foreign_key_check", "foreign_keys", "idempotency_key", "dedup_key", "SSH_AUTH_SOCK", "AUTH_TYPE",
            "password_file", "JARVIS_OPS_TICKET_REPO", "JARVIS_OPS_SMTP_CA", "JARVIS_OPS_EMAIL_TO", "webhook_timeout",
            "SECRET_NAME", "token_expires_at", "PWD", "OLDPWD", "TOKEN_URL", "compass", "bypass", "cache_monkey", "passed", "secretary",
            "tokenizer",
            "seeds",
            "mesh_shared_key_missing", "step", "sha256", "effect", "target", "incident", "", "_", "🗝",
        ])
    func harmless(name: String) { #expect(!Redactor.isSecretName(name)) }
}
