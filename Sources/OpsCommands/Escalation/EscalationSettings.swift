internal import Configuration
internal import Escalation
internal import HTTPKit
internal import Journal
internal import MailKit
internal import Redaction
internal import Runbook
internal import SystemKit

/// Why a target cannot be sent to.
struct TargetProblem: Error {
    /// The variable to set; nil when it is not a matter of settings.
    let variable: String?
    let message: String

    static func missing(_ variable: String, _ what: String) -> TargetProblem {
        TargetProblem(variable: variable, message: "\(variable) is not set: \(what)")
    }

    static func wrong(_ variable: String, _ why: String) -> TargetProblem {
        TargetProblem(variable: variable, message: "\(variable) cannot be used: \(why)")
    }
}

/// Where messages go, from the process environment and the `.env` of the Jarvis directory (docs/escalation.md).
struct EscalationSettings {
    let configuration: Configuration
    let environment: [String: String]

    private static let secrets = [
        "JARVIS_OPS_PAGERDUTY_KEY", "JARVIS_OPS_SLACK_WEBHOOK", "JARVIS_OPS_SLACK_WEBHOOK_BACKEND", "JARVIS_OPS_SLACK_WEBHOOK_DEVOPS",
        "JARVIS_OPS_SMTP_URL", "JARVIS_OPS_TICKET_TOKEN",
    ]

    /// Secrets by what they are, whatever their names say: under a name that is secret beyond doubt.
    func teach(_ redactor: SharedRedactor) {
        redactor.learn(variables: EscalationSettings.secrets.compactMap { name in value(name).map { ("JARVIS_OPS_WEBHOOK", $0) } })
        // A password stands in its address percent-encoded, and elsewhere as it is.
        if let address = value("JARVIS_OPS_SMTP_URL"), let server = try? MailServer(address, protection: .startTLS),
            let password = server.password
        {
            redactor.learn(variables: [("PASSWORD", password)])
        }
    }

    /// - Parameter dedupKey: nil when no page is open that could be acknowledged or resolved.
    func delivery(_ target: EscalationTarget, _ notice: IncidentNotice, dedupKey: String?) throws(TargetProblem) -> Delivery {
        switch target.channel {
        case .page: try page(notice, dedupKey)
        case .slack: try slack(notice, target.role)
        case .email: try email(notice)
        case .ticket: try ticket(notice)
        }
    }

    private func page(_ notice: IncidentNotice, _ dedupKey: String?) throws(TargetProblem) -> Delivery {
        let name = "JARVIS_OPS_PAGERDUTY_KEY"
        let key = try required(name, "the routing key of a PagerDuty integration (Events API v2)")
        guard key.utf8.count == PagerDutyEvent.routingKeyLength, key.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
            throw .wrong(name, "a routing key has \(PagerDutyEvent.routingKeyLength) characters, and this one has \(key.count)")
        }
        let url = try address("JARVIS_OPS_PAGERDUTY_URL", standard: PagerDutyEvent.publicAddress)
        guard let dedupKey else {
            throw TargetProblem(
                variable: nil, message: "no page of this incident is open: the journal holds none that was sent from this directory")
        }
        return PagerDutyEvent(notice, dedupKey: dedupKey).delivery(to: url, routingKey: key)
    }

    private func slack(_ notice: IncidentNotice, _ role: String?) throws(TargetProblem) -> Delivery {
        let general = "JARVIS_OPS_SLACK_WEBHOOK"
        let own = role.map { general + "_" + $0.uppercased() }
        let name = own.flatMap { value($0) == nil ? nil : $0 } ?? general
        guard value(name) != nil else {
            throw .missing(own.map { "\($0) or \(general)" } ?? general, "the address of a Slack incoming webhook")
        }
        return SlackMessage(notice).delivery(to: try address(name, standard: nil))
    }

    private func email(_ notice: IncidentNotice) throws(TargetProblem) -> Delivery {
        let server = try mailServer()
        let from = try mailbox("JARVIS_OPS_EMAIL_FROM", try required("JARVIS_OPS_EMAIL_FROM", "whom the mail comes from"))
        let list = try required("JARVIS_OPS_EMAIL_TO", "whom the mail goes to, with commas between")
        var to: [MailAddress] = []
        for part in list.split(separator: ",") where part.contains(where: { !$0.isWhitespace }) {
            to.append(try mailbox("JARVIS_OPS_EMAIL_TO", String(part)))
        }
        guard !to.isEmpty else { throw .wrong("JARVIS_OPS_EMAIL_TO", "it names nobody") }
        return MailNotice(notice).delivery(from: from, to: to, via: server)
    }

    private func mailServer() throws(TargetProblem) -> MailServer {
        let name = "JARVIS_OPS_SMTP_URL"
        let text = try required(name, "the mail server, such as smtp://mail.example.org:587, with user and password before the host")
        let protection: MailServer.Protection
        switch value("JARVIS_OPS_SMTP_TLS") ?? "required" {
        case "required": protection = .startTLS
        case "none": protection = .none
        default: throw .wrong("JARVIS_OPS_SMTP_TLS", "it is `required` or `none`")
        }
        var certificates: String?
        if let file = value("JARVIS_OPS_SMTP_CA") {
            let path = configuration.absolute(file)
            guard Files.kind(path) == .regular else { throw .wrong("JARVIS_OPS_SMTP_CA", "there is no such file") }
            certificates = path
        }
        do throws(MailError) {
            return try MailServer(text, protection: protection, certificates: certificates)
        } catch {
            throw .wrong(name, error.message)
        }
    }

    private func mailbox(_ name: String, _ text: String) throws(TargetProblem) -> MailAddress {
        do throws(MailError) { return try MailAddress(text) } catch { throw .wrong(name, error.message) }
    }

    private func ticket(_ notice: IncidentNotice) throws(TargetProblem) -> Delivery {
        guard let repository = value("JARVIS_OPS_TICKET_REPO") else {
            return Ticket(notice).delivery(toDirectory: try ticketDirectory())
        }
        guard let tracker = Ticket.Tracker(repository) else {
            throw .wrong("JARVIS_OPS_TICKET_REPO", "it is neither github:owner/name nor gitlab:group/project")
        }
        let name = "JARVIS_OPS_TICKET_TOKEN"
        let token = try required(name, "a token that may open issues")
        guard token.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { throw .wrong(name, "it contains what no header may contain") }
        return Ticket(notice).delivery(
            to: tracker, base: try address("JARVIS_OPS_TICKET_URL", standard: tracker.publicAddress), token: token)
    }

    /// Beside the user's own journal; nothing is created in the Jarvis directory.
    private func ticketDirectory() throws(TargetProblem) -> String {
        let path = Paths.resolve("tickets", in: StateDirectory.own(environment))
        let jarvis = configuration.directory.value
        // `/` is no Jarvis; everything lies under it.
        guard jarvis == "/" || (path != jarvis && !path.hasPrefix(jarvis + "/")) else {
            throw .wrong(
                "XDG_STATE_HOME", "tickets would be written into the Jarvis directory; set it elsewhere, or JARVIS_OPS_TICKET_REPO")
        }
        return path
    }

    /// Secrets travel with every request: only to HTTPS, or to this machine itself.
    private func address(_ name: String, standard: String?) throws(TargetProblem) -> HTTPURL {
        guard let text = value(name) ?? standard else { throw .missing(name, "an address") }
        let url: HTTPURL
        do throws(HTTPError) { url = try HTTPURL.parse(text) } catch { throw .wrong(name, error.message) }
        guard url.scheme == .https || url.isLoopback else { throw .wrong(name, "it is not https, and \(url.host) is not this machine") }
        guard url.user == nil, url.password == nil else { throw .wrong(name, "a user and a password do not belong there") }
        return url
    }

    private func required(_ name: String, _ what: String) throws(TargetProblem) -> String {
        guard let value = value(name) else { throw .missing(name, what) }
        return value
    }

    /// An empty one is taken as not set.
    private func value(_ name: String) -> String? {
        configuration.variable(name).flatMap { $0.value.isEmpty ? nil : $0.value }
    }
}
