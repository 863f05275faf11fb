import JSONKit
import PythonOracle
import Redaction
import TestSupport
import Testing

@Suite(.ownThread) struct RedactorTests {
    @Test(
        "Secrets that overlap, touch, hold one another or the marker are all taken out",
        arguments: [
            (["abcdefgh", "efghijkl"], "x abcdefghijkl y", "x [redacted] y"),
            (["abcdefgh", "cdef99"], "abcdefgh cdef99", "[redacted] [redacted]"),
            (["secret-one", "secret-two"], "secret-onesecret-two", "[redacted]"), (["redacted]x"], "y [redacted]x", "y [redacted]"),
            (["ab[redacted]cd", "zzzzzz"], "abzzzzzzcd", "[redacted]"), (["acted"], "[redacted] acted", "[redacted] [redacted]"),
            (["aaaaaaaaaaaaaaaa"], String(repeating: "a", count: 45), "[redacted]"), (["pässwörter"], "é pässwörter é", "é [redacted] é"),
            (["first-line\nsecond-line"], "  first-line\n  second-line", "  [redacted]\n  [redacted]"), (["🗝🗝"], "a🗝🗝b", "a[redacted]b"),
            (["hunt"], "hunter hunt", "hunter [redacted]"), (["0123456789abcdefghij"], "cut 0123456789abcde…", "cut [redacted]…"),
            (["true", "redis", "12", "abc", "/home/x/y"], "true redis 12 abc /home/x/y", "true redis 12 abc /home/x/y"),
        ])
    func overlapping(secrets: [String], text: String, wanted: String) {
        let redactor = Redactor(secrets: secrets)
        #expect(redactor.redact(text) == wanted)
        #expect(redactor.redact(wanted) == wanted, "a second time changes nothing")
    }

    @Test("Secrets come from variables, addresses, headers and options")
    func collected() {
        let redactor = Redactor.collecting(
            environment: [
                "A_KEY": "env-secret-1", "REDIS_URL": "redis://:p%40ss-secret-2@h",
                "SLACK_WEBHOOK": "https://hooks.slack.com/services/T1/B1/secret-33",
                "X": "plain-value", "GCP_CREDENTIALS": #"{"type":"service_account","private_key":"secret-4-abc"}"#,
                "API_KEYS": "secret-5a,secret-5b",
                "USER": "responder", "OPS_PASSWORD": "responder",
            ], dotEnv: [("B_TOKEN", "env-secret-6"), ("B_TOKEN", "env-secret-7")],
            arguments: [
                "curl", "-u", "me:secret-8", "-H", "Authorization: Basic bWU6c2VjcmV0LTk=", "--password", "secret-10", "redis-cli", "-a",
                "secret-11",
            ])
        for secret in [
            "env-secret-1", "p%40ss-secret-2", "p@ss-secret-2", "T1/B1/secret-33", "secret-33", "secret-4-abc", "secret-5a", "secret-5b",
            "env-secret-6", "env-secret-7", "secret-8", "secret-9", "secret-10", "secret-11",
        ] { #expect(redactor.redact("<\(secret)>") == "<[redacted]>", "\(secret)") }
        for text in ["plain-value", "hooks.slack.com", "service_account", "responder", "me"] { #expect(redactor.redact(text) == text) }
    }

    @Test("A secret that is a word of the contract breaks no document, and digits are no part of longer numbers")
    func contract() throws {
        let redactor = Redactor(secrets: ["message", "evidence", "confirmed", "12345678"])
        let text = #"{"message":"a message","evidence":{"x-message":1},"verdict":"confirmed","at":1712345678,"pin":12345678}"#
        #expect(
            redactor.redact(text)
                == #"{"message":"a [redacted]","evidence":{"x-[redacted]":1},"verdict":"confirmed","at":1712345678,"pin":"[redacted]"}"#)
    }

    @Test("None changes nothing")
    func none() { #expect(Redactor.none.redact("password=x") == "password=x") }

    @Test(
        "A value that is short or a word is hidden behind its name, and nowhere else",
        arguments: ["data", "backup", "main", "spool-keeper", "api_v", "x1y2z3", "123456"])
    func ordinary(value: String) {
        let redactor = Redactor.collecting(environment: ["API_TOKEN": value], dotEnv: [], arguments: [])
        #expect(redactor.redact("ls \(value)") == "ls \(value)")
        #expect(redactor.redact("API_TOKEN=\(value)") == "API_TOKEN=[redacted]")
        #expect(
            redactor.redact("{\"API_TOKEN\":\"\(value)\",\"path\":\"\(value)\"}") == "{\"API_TOKEN\":\"[redacted]\",\"path\":\"\(value)\"}")
    }

    @Test("An id stays as it is also where a secret stands in its title, and the secret is hidden elsewhere")
    func ids() {
        let shared = SharedRedactor()
        shared.learn(environment: ["API_TOKEN": "k9-hunter-22"])
        shared.learn(ids: ["rotate-k9-hunter-22", "other"])
        let text = "rotate-k9-hunter-22/resolution.1 is about k9-hunter-22, other-k9-hunter-22"
        #expect(shared.redactor.redact(text) == "rotate-k9-hunter-22/resolution.1 is about [redacted], other-[redacted]")
    }

    @Test("A shared redactor learns while others use it")
    func shared() {
        let shared = SharedRedactor()
        #expect(shared.redactor.redact("a abcdef-1 b") == "a abcdef-1 b")
        shared.learn(text: "run `curl -H \"Authorization: Bearer abcdef-1\"`")
        #expect(shared.redactor.redact("a abcdef-1 b") == "a [redacted] b")
    }
}
