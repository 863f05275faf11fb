import Escalation
import HTTPKit
import JSONKit
import Runbook
import TestSupport
import Testing

@Suite(.ownThread) struct TicketTests {
    @Test(
        "A repository is read strictly",
        arguments: [
            ("github:owner/name", true), ("gitlab:group/sub/project", true), ("GitHub:o/n", true), ("github:owner", false),
            ("github:a/b/c", false),
            ("github:o/../n", false), ("gitlab:/p", false), ("github:o/n?x=1", false), ("bitbucket:o/n", false), ("o/n", false),
            ("", false),
            ("github:o/n\r\nX: y", false),
        ] as [(String, Bool)])
    func repositories(text: String, isOne: Bool) { #expect((Ticket.Tracker(text) != nil) == isOne) }

    @Test("An issue at GitHub: address, headers, title and body; the token is shown as ***")
    func gitHub() throws {
        let tracker = try #require(Ticket.Tracker("github:owner/name"))
        let delivery = Ticket(notice()).delivery(to: tracker, base: try HTTPURL.parse(tracker.publicAddress), token: "ghp-secret")
        guard case .http(let request, .gitHub) = delivery.way else { throw TestFailure() }
        #expect(request.url.description == "https://api.github.com/repos/owner/name/issues" && request.method == "POST")
        #expect(headers(delivery).contains(HTTPHeader("Authorization", "Bearer ghp-secret")))
        #expect(body(delivery)["title"]?.text == "[critical] API Unresponsive" && body(delivery)["body"]?.text?.isEmpty == false)
        #expect(!delivery.shown.text.contains("ghp-secret") && delivery.shown.text.contains("Authorization: ***"))
        #expect(!delivery.isRepeatable)
    }

    @Test("An issue at GitLab: the project's path is one segment")
    func gitLab() throws {
        let tracker = try #require(Ticket.Tracker("gitlab:group/sub/project"))
        let delivery = Ticket(notice()).delivery(
            to: tracker, base: try HTTPURL.parse("https://git.example.org/api/v4/"), token: "glpat-secret")
        guard case .http(let request, .gitLab) = delivery.way else { throw TestFailure() }
        #expect(request.url.path == "/api/v4/projects/group%2Fsub%2Fproject/issues")
        #expect(
            headers(delivery).contains(HTTPHeader("PRIVATE-TOKEN", "glpat-secret")) && body(delivery)["description"]?.text?.isEmpty == false
        )
        #expect(!delivery.shown.text.contains("glpat-secret"))
    }

    @Test("Title and body stay within the trackers' limits, and foreign text cannot mention people or leave its cell")
    func limits() throws {
        let flood = String(repeating: "@all `x` | <img> ", count: 20_000)
        var long = incident()
        long.title = flood
        let tracker = try #require(Ticket.Tracker("github:o/n"))
        let issue = body(
            Ticket(notice(long, message: "a\n@b `", because: flood, symptoms: [flood])).delivery(
                to: tracker, base: try HTTPURL.parse(tracker.publicAddress), token: "t"))
        #expect((issue["title"]?.text?.utf16.count ?? 0) <= 255 && (issue["body"]?.text?.utf16.count ?? 0) <= 65_536)
        #expect(issue["body"]?.text?.contains("> `a`\n> `@b '`\n") == true)
    }

    @Test("A file is named after the run")
    func file() throws {
        let delivery = Ticket(notice()).delivery(toDirectory: "/state/tickets")
        guard case .file(let path, let bytes) = delivery.way else { throw TestFailure() }
        #expect(path == "/state/tickets/20261126-030000-4f2a-api-unresponsive.md")
        #expect(String(decoding: bytes, as: UTF8.self).hasPrefix("# [critical] API Unresponsive\n"))
    }
}

struct TestFailure: Error {}
