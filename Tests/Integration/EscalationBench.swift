import JSONKit
import Journal
import ProcessKit
import SystemKit
import TestSupport
import Testing

/// A Jarvis directory, a state directory, and services to tell people by.
struct EscalationBench {
    let fixture: Fixture
    let services: PythonServer

    static let routingKey = "0123456789abcdefABCDEF9876543210"
    static let password = "mail-p@ss-0123456789"
    static let github = "ghp-0123456789abcdefghij"
    static let gitlab = "glpat-0123456789abcdefghij"
    /// None of these may stand anywhere.
    static let secrets = [
        routingKey, password, "mail-p%40ss-0123456789", github, gitlab, "general-secret-path", "backend-secret-path", "devops-secret-path",
    ]

    static let canMail: Bool = {
        let isThere =
            (try? ProcessRun.run(
                Command(EscalationScripts.python, ["-c", "import aiosmtpd"]), deadline: .generous, cancellation: try Cancellation()))?
            .isSuccess == true
        if !isThere { print("NOT TESTED: mail; it needs Debian's python3-aiosmtpd") }
        return isThere
    }()

    static func with<Result>(_ body: (EscalationBench) throws -> Result) throws -> Result {
        try Fixture.with { fixture in
            for name in ["jarvis", "jarvis/data", "state"] { try fixture.makeDirectory(name) }
            try fixture.write("OTHER=1\n", to: "jarvis/.env")
            let services = try PythonServer(EscalationScripts.services, in: fixture, name: "services", arguments: [fixture.directory])
            defer { services.process.stop() }
            return try body(EscalationBench(fixture: fixture, services: services))
        }
    }

    var state: String { fixture.path("state") }
    var directory: String { fixture.path("jarvis") }
    var address: String { "http://127.0.0.1:\(services.port)" }

    /// Everything that the services on one port need.
    var environment: [String: String] {
        [
            "XDG_STATE_HOME": state, "JARVIS_HOME": directory, "HOME": fixture.directory, "JARVIS_OPS_PAGERDUTY_KEY": Self.routingKey,
            "JARVIS_OPS_PAGERDUTY_URL": address + "/v2/enqueue",
            "JARVIS_OPS_SLACK_WEBHOOK": address + "/services/T000/B000/general-secret-path",
            "JARVIS_OPS_SLACK_WEBHOOK_BACKEND": address + "/services/T000/B000/backend-secret-path",
            "JARVIS_OPS_SLACK_WEBHOOK_DEVOPS": address + "/services/T000/B000/devops-secret-path",
        ]
    }

    /// Runs `escalate`, and looks for secrets in all that is said and kept.
    func run(_ arguments: [String], _ more: [String: String?] = [:], _ location: SourceLocation = #_sourceLocation) throws -> Run {
        let run = try Run(["escalate"] + arguments, environment: merged(more))
        try expectNoSecret(in: [run.output, run.errors], location)
        return run
    }

    /// nil takes a variable away.
    func merged(_ more: [String: String?]) -> [String: String] {
        more.reduce(into: environment) { $0[$1.key] = $1.value }
    }

    func expectNoSecret(in texts: [String], _ location: SourceLocation = #_sourceLocation) throws {
        var kept = texts
        for directory in [state + "/jarvis-ops", state + "/jarvis-ops/tickets", directory] {
            for name in (try? Files.list(directory)) ?? [] where Files.kind(directory + "/" + name) == .regular {
                kept.append(String(decoding: try Files.read(directory + "/" + name), as: Unicode.ASCII.self))
            }
        }
        for secret in Self.secrets {
            for text in kept { #expect(!text.contains(secret), "\(secret) is told", sourceLocation: location) }
        }
    }

    /// The services answer so before they answer well.
    func plan(_ lines: String...) throws { try fixture.write(lines.map { $0 + "\n" }.joined(), to: "plan") }

    private func lines(_ name: String) -> [String] {
        String(decoding: (try? Files.read(fixture.path(name))) ?? [], as: UTF8.self).split(separator: "\n").map(String.init)
    }

    /// Requests that came, right or wrong: seconds and path.
    var asked: [(at: Double, path: String)] {
        lines("asked").map { line in
            let parts = line.split(separator: " ")
            return (parts.first.flatMap { Double($0) } ?? 0, parts.last.map(String.init) ?? "")
        }
    }

    /// Bodies that a service took.
    func got(_ path: String) throws -> [JSONValue] {
        try lines("got").map { try JSONReader().read($0) }.filter { $0["path"]?.text == path }.compactMap { $0["body"] }
    }

    var pages: [JSONValue] { get throws { try got("/v2/enqueue") } }
    func mails() throws -> [JSONValue] { try lines("mails").map { try JSONReader().read($0) } }

    func journal() throws -> Journal {
        try #require(try Journal.openForReading(directory: state + "/jarvis-ops", deadline: .generous))
    }

    /// The steps of the newest escalation, as the journal tells them: `escalate/page intended`, …
    func steps() throws -> [String] {
        let journal = try journal()
        guard let run = try journal.runs().first(where: { $0.command.hasPrefix("escalate") }) else { return [] }
        return try journal.rows(run: run.id).filter { $0.table == .steps }.map { "\($0.step ?? "") \($0.event)" }
    }

    /// Starts a mail server that keeps its mails in the fixture.
    func mailServer(_ arguments: [String]) throws -> (process: ChildProcess, port: Int) {
        let file = try fixture.write(EscalationScripts.mail, to: "mail.py")
        let process = try ChildProcess(
            [EscalationScripts.python, "-u", file, fixture.directory] + arguments, output: fixture.path("mail.out"))
        var port: Int?
        try waitUntil("the mail server is ready") {
            guard process.isRunning else { throw TestSupportError("the mail server ended: \(process.output)") }
            port = process.output.split(separator: "\n").first { $0.hasPrefix("ready ") }.flatMap { Int($0.dropFirst(6)) }
            return port != nil && process.output.hasSuffix("\n")
        }
        guard let port else { throw TestSupportError("the mail server named no port") }
        return (process, port)
    }

    func makeCertificate(_ name: String) throws -> (certificate: String, key: String) {
        try PythonServer.run(EscalationScripts.certificate, in: fixture, name: "cert-\(name)", arguments: [fixture.directory, name])
        return (fixture.path("\(name).pem"), fixture.path("\(name).key"))
    }

    /// Settings for mail.
    func mail(_ port: Int, ca: String? = nil, tls: String? = nil, credentials: String = "jarvis:mail-p%40ss-0123456789@") -> [String:
        String?]
    {
        [
            "JARVIS_OPS_SMTP_URL": "smtp://\(credentials)127.0.0.1:\(port)", "JARVIS_OPS_EMAIL_FROM": "Jarvis Ops <jarvis@example.org>",
            "JARVIS_OPS_EMAIL_TO": "ada@example.org, Bob <bob@example.org>", "JARVIS_OPS_SMTP_CA": ca, "JARVIS_OPS_SMTP_TLS": tls,
        ]
    }
}
