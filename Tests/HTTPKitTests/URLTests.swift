import HTTPKit
import TestSupport
import Testing

@Suite(.ownThread) struct URLTests {
    @Test(
        "URLs are taken apart",
        arguments: [
            ("http://localhost:8000/api/health", "http", "localhost", 8000, "/api/health", nil),
            ("HTTPS://Example.COM", "https", "example.com", 443, "/", nil),
            ("http://h?a=b/c?d", "http", "h", 80, "/", "a=b/c?d"),
            ("http://h/?", "http", "h", 80, "/", ""),
            ("http://[::1]:8080/x#fragment", "http", "::1", 8080, "/x", nil),
            ("http://127.0.0.1/%20a", "http", "127.0.0.1", 80, "/%20a", nil),
            ("http://a_b.c-d./x", "http", "a_b.c-d.", 80, "/x", nil),
        ] as [(String, String, String, Int, String, String?)])
    func parse(text: String, scheme: String, host: String, port: Int, path: String, query: String?) throws {
        let url = try HTTPURL.parse(text)
        #expect(url.scheme.rawValue == scheme && url.host == host && url.port == port && url.path == path && url.query == query)
    }

    @Test(
        "What is not a URL is refused, and the refusal keeps the password to itself",
        arguments: [
            "", "localhost:8000/x", "/path", "http:/h", "http://", "http:///path", "http://h:", "http://h:0", "http://h:65536",
            "http://h:8a", "http://h:+80",
            "http://[::1", "http://[::1]x", "http://[zz]/", "http://a..b/", "http://-ä/", "http://h/a b", "http://h/{id}", "http://h/\n",
            "http://h/\0",
            "http://h/%zz", "http://h/%4", "http://u:geheim@x@h/", "http://u:geheim%0a@h/", "http://u:geheim@h:x/", "http://h\\@evil/",
            "http://h/ä",
        ])
    func refusals(text: String) {
        let error = httpError { try HTTPURL.parse(text) }
        #expect(error?.kind == .invalidURL)
        #expect(error?.message.contains("geheim") == false)
    }

    @Test("Other protocols are named", arguments: ["ftp://h/", "file:///etc/passwd", "gopher://h", "redis://h"])
    func protocols(text: String) {
        #expect(httpError { try HTTPURL.parse(text) }?.kind == .unsupportedProtocol)
    }

    @Test("The description masks the password; what is sent has no credentials")
    func credentials() throws {
        let url = try HTTPURL.parse("http://ops:p%40ss@h:81/x?y")
        #expect(url.user == "ops" && url.password == "p@ss")
        #expect(url.description == "http://ops:***@h:81/x?y")
        #expect(url.withoutCredentials == "http://h:81/x?y")
        #expect(try HTTPURL.parse("http://ops@h/").description == "http://ops@h/")
        #expect(try HTTPURL.parse("http://[::1]:80/").description == "http://[::1]/")
    }

    @Test("The origin can be replaced, the rest stays")
    func replacing() throws {
        let url = try HTTPURL.parse("http://localhost:8000/api/health?x=1").replacingOrigin(
            with: HTTPURL.parse("https://u:p@jarvis.internal:9443/base"))
        #expect(url.withoutCredentials == "https://jarvis.internal:9443/api/health?x=1")
        #expect(url.password == "p")
    }

    @Test(
        "References resolve as RFC 3986 says",
        arguments: [
            ("g", "/b/c/g"), ("./g", "/b/c/g"), ("g/", "/b/c/g/"), ("/g", "/g"), ("?y", "/b/c/d?y"), ("g?y", "/b/c/g?y"),
            ("#s", "/b/c/d?q"),
            ("g#s", "/b/c/g"), ("", "/b/c/d?q"), (".", "/b/c/"), ("./", "/b/c/"), ("..", "/b/"), ("../", "/b/"), ("../g", "/b/g"),
            ("../..", "/"),
            ("../../g", "/g"), ("../../../g", "/g"), ("/./g", "/g"), ("/../g", "/g"), ("g.", "/b/c/g."), ("..g", "/b/c/..g"),
            ("./../g", "/b/g"),
            ("./g/.", "/b/c/g/"), ("g/./h", "/b/c/g/h"), ("g/../h", "/b/c/h"), ("http://a/x", "/x"), ("//a/y", "/y"),
            ("?u=a:b", "/b/c/d?u=a:b"),
        ])
    func references(reference: String, target: String) throws {
        let base = try HTTPURL.parse("http://u:p@a/b/c/d?q")
        let url = try base.resolving(reference)
        #expect(url.target == target)
        #expect(url.origin == base.origin && url.password == "p")
    }

    @Test("A reference to elsewhere takes no password along")
    func elsewhere() throws {
        let url = try HTTPURL.parse("http://u:p@a/").resolving("//evil/")
        #expect(url.host == "evil" && url.password == nil)
        #expect(httpError { try HTTPURL.parse("http://a/").resolving("javascript:alert(1)") } != nil)
    }
}
