import JSONKit
import Redaction
import TestSupport
import Testing

/// What is redacted although nobody told the redactor: every text is one whose secret is known to none.
@Suite(.ownThread) struct ShapeTests {
    static let redactor = Redactor(secrets: [])

    @Test(
        "A secret behind its name, in a URL, a header, an option or a key block is taken out, and the rest stays",
        arguments: [
            ("X_TOKEN=abc", "X_TOKEN=[redacted]"), ("export X_TOKEN=abc && run", "export X_TOKEN=[redacted] && run"),
            ("X_TOKEN='a b' run", "X_TOKEN='[redacted]' run"), ("X_TOKEN=\"a b\" run", "X_TOKEN=\"[redacted]\" run"),
            ("password=1", "password=[redacted]"), ("password: hunter2", "password: [redacted]"),
            ("db_password : x", "db_password : [redacted]"),
            ("api_key: abc def", "api_key: [redacted] def"), ("X-Api-Key: abc", "X-Api-Key: [redacted]"),
            ("say \"password\": \"a\\\"b\", ok", "say \"password\": \"[redacted]\", ok"),
            ("{'token': 'Abc12defGH34'}", "{'token': '[redacted]'}"),
            ("x {\\\"api_key\\\": \\\"abc\\\"}", "x {\\\"api_key\\\": \\\"[redacted]\\\"}"),
            ("{'api_key': b'abc'}", "{'api_key': b'[redacted]'}"),
            ("cut {\"api_key\": 123456, \"a\": 1", "cut {\"api_key\": \"[redacted]\", \"a\": 1"),
            ("cut {\"keypair\": [1,2,3], \"a\": 1", "cut {\"keypair\": [\"[redacted]\"], \"a\": 1"),
            ("redis://:pw@h:6379/0", "redis://:[redacted]@h:6379/0"), ("redis://me:pw@h", "redis://me:[redacted]@h"),
            ("redis://pw@h", "redis://[redacted]@h"), ("postgresql+psycopg://me:p%40w@h/db", "postgresql+psycopg://me:[redacted]@h/db"),
            ("redis://:a/b#c@h:1", "redis://:[redacted]@h:1"), ("redis://:a://b@h/0", "redis://:[redacted]@h/0"),
            ("https://abc@github.com/x", "https://[redacted]@github.com/x"),
            ("http://h/p?api_key=abc&x=1#f", "http://h/p?api_key=[redacted]&x=1#f"),
            ("http://h/p?x=1&token=abc", "http://h/p?x=1&token=[redacted]"),
            ("see https://hooks.slack.com/services/T0/B0/abc.", "see https://hooks.slack.com/[redacted]."),
            ("https://discord.com/api/webhooks/1/abc", "https://discord.com/api/webhooks/[redacted]"),
            ("https://api.telegram.org/bot12:ab/getMe", "https://api.telegram.org/bot[redacted]/getMe"),
            ("curl -H \"Authorization: Bearer abc\" u", "curl -H \"Authorization: [redacted]\" u"),
            ("Authorization: Basic dTpw\nHost: h", "Authorization: [redacted]\nHost: h"),
            ("< Set-Cookie: s=abc; Path=/", "< Set-Cookie: [redacted]"),
            ("sent Bearer abc123def to it", "sent Bearer [redacted] to it"),
            ("sent Basic dXNlcjpwYXNz to it", "sent Basic [redacted] to it"),
            ("curl -u me:pw http://h", "curl -u me:[redacted] http://h"), ("curl -s --user 'me:p w' u", "curl -s --user 'me:[redacted]' u"),
            ("redis-cli -h h -a pw GET x", "redis-cli -h h -a [redacted] GET x"), ("redis-cli AUTH pw", "redis-cli AUTH [redacted]"),
            ("mysql --password=pw x", "mysql --password=[redacted] x"), ("x --api-key pw y", "x --api-key [redacted] y"),
            ("run [\"redis-cli\", \"-a\", \"pw\"]", "run [\"redis-cli\", \"-a\", \"[redacted]\"]"),
            ("redis-cli CONFIG SET requirepass p4ss", "redis-cli CONFIG SET requirepass [redacted]"),
            (
                "-----BEGIN PRIVATE KEY-----\nMIIa\n-----END PRIVATE KEY-----\nx",
                "-----BEGIN PRIVATE KEY-----[redacted]-----END PRIVATE KEY-----\nx"
            ),
            ("k -----BEGIN RSA PRIVATE KEY-----\\nMIIa\\nb", "k -----BEGIN RSA PRIVATE KEY-----[redacted]"),
            ("key AKIAABCDEFGHIJKLMNO7 x", "key [redacted] x"), ("t ghp_abcdefghijklmnopqrst0123", "t [redacted]"),
            ("PGPASSWORD=PgEnvPw88 psql", "PGPASSWORD=[redacted] psql"), ("MYSQL_PWD=a b", "MYSQL_PWD=[redacted] b"),
            ("docker run -e DBPASS=ab x", "docker run -e DBPASS=[redacted] x"), ("BOTTOKEN=ab", "BOTTOKEN=[redacted]"),
            ("mysql -psh0rtPazz -e 'show processlist'", "mysql -p[redacted] -e 'show processlist'"),
            ("mysqldump -u root -p'a b' all", "mysqldump -u root -p'[redacted]' all"),
            ("docker exec db mariadb -e 'a;b' -pAbc", "docker exec db mariadb -e 'a;b' -p[redacted]"),
            ("ldapsearch -x -D cn=a -w pw -b dc=x", "ldapsearch -x -D cn=a -w [redacted] -b dc=x"),
            ("curl -ume:pw u", "curl -ume:[redacted] u"), ("sshpass -p pw ssh h", "sshpass -p [redacted] ssh h"),
            ("sshpass -ppw ssh h", "sshpass -p[redacted] ssh h"), ("influx -password pw", "influx -password [redacted]"),
            ("redis-cli --pass pw INFO", "redis-cli --pass [redacted] INFO"),
            ("token=Ab1", "token=[redacted]"), ("AUTH=Ab1", "AUTH=[redacted]"),
        ])
    func taken(text: String, wanted: String) { #expect(Self.redactor.redact(text) == wanted) }

    @Test(
        "What only speaks about secrets, or names where one is, stays",
        arguments: [
            "Check API key validity", "The token: it expires", "Password: see the vault", "max_tokens=4096", "tokens=4 last=1700000000",
            "key: ratelimit:provider:openai", "ratelimit:token:abc", "X_TOKEN=$OTHER", "X_TOKEN=${OTHER}", "X_TOKEN=$(pass show x)",
            "curl -H \"Authorization: Bearer $TOKEN\" u", "Authorization: Bearer <token>", "password=***", "redis://***@h",
            "redis://:***@h",
            "token == other", "if key != 'x':", "git@github.com:a/b.git", "https://user@h.example/x/@me", "ssh://git@h/x",
            "http://localhost:8000/a:b@c",
            "Basic authentication", "Bearer authentication is used", "docker run -u 1000:1000 x", "a -a b", "--key /etc/key.pem",
            "--password-file x", "systemctl --no-ask-password restart jarvis.service",
            "PWD=/home/x", "SSH_AUTH_SOCK=/tmp/agent", "-----BEGIN PUBLIC KEY-----\nMIIa\n-----END PUBLIC KEY-----", "api_key=",
            "\"password\": null",
            "mysql -p", "mysql -e x; mkdir -pv y", "docker run --name mysql -p3306:3306 x", "ssh -p2222 h", "mkdir -pv x", "MONKEY=1",
            "curl -uname u", "COMPASS=1", "monkey=1", "task-force-sk-short", "key=3", "-a", "--", "://", ":", "=", "''=", "\"\":", "a\":b",
        ])
    func stays(text: String) { #expect(Self.redactor.redact(text) == text) }

    @Test(
        "A JSON document stays one, also where a number or a list was the secret",
        arguments: [
            (#"{"api_key":123456,"a":1}"#, #"{"api_key":"[redacted]","a":1}"#),
            (#"{"password":true,"token":null}"#, #"{"password":true,"token":null}"#),
            (#"{"keypair":[1234,5678]}"#, #"{"keypair":["[redacted]","[redacted]"]}"#),
            (#"["mysql","-psh0rtPazz","x"]"#, #"["mysql","-p[redacted]","x"]"#),
            (#"["curl","-u","me:pw","u"]"#, #"["curl","-u","me:[redacted]","u"]"#),
            (#"{"name":"X_TOKEN","value":"abc"}"#, #"{"name":"X_TOKEN","value":"[redacted]"}"#),
            (#"{"key":"ratelimit:provider:a"}"#, #"{"key":"ratelimit:provider:a"}"#),
            (#"{"out":"{\"password\":\"x\"}"}"#, #"{"out":"{\"password\":\"[redacted]\"}"}"#),
            (#"{"o":"X_TOKEN='a"}"#, #"{"o":"X_TOKEN='[redacted]"}"#),
            ("{\"a\":1}\n{\"db_password\":\"x\"}\n", "{\"a\":1}\n{\"db_password\":\"[redacted]\"}\n"),
            (#"{"credentials":{"user":"bob","password":"x"}}"#, #"{"credentials":{"user":"bob","password":"[redacted]"}}"#),
        ])
    func json(text: String, wanted: String) throws {
        #expect(Self.redactor.redact(text) == wanted)
        if !text.contains("\n") { #expect(JSONWriter.compact.text(Self.redactor.redact(try JSONReader().read(text))) == wanted) }
    }
}
