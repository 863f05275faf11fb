internal import CommandLineKit
internal import Escalation
internal import Runbook

/// `escalate ID`: tells the people whom the runbook names.
struct Escalate: OpsCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            abstract: "Tell the people whom the runbook names.",
            discussion: """
                By page, Slack, e-mail or ticket: the severity's row of the runbook says how, and its contacts say who else. --dry-run \
                shows every request and sends nothing; --timeout is for each message, 30s without it. Settings: docs/escalation.md. \
                Exits 0 when everybody was told, 69 when somebody could not be, 78 when a setting is missing.
                """)
    }

    @OptionGroup var options: GlobalOptions

    @Argument(help: ArgumentHelp("An incident, as `list` names it.", valueName: "id"), completion: .incidents)
    var incident: String

    @Option(name: .long, help: ArgumentHelp("Tell of this run's diagnosis instead of the newest one.", valueName: "run"), completion: .runs)
    var run: String?

    @Flag(name: .long, help: "Say that somebody is at it.")
    var acknowledge = false

    @Flag(name: .long, help: "Say that it is over.")
    var resolve = false

    @Option(name: .long, help: ArgumentHelp("Words of your own, sent along.", valueName: "text"))
    var message: String?

    @Option(name: .long, help: ArgumentHelp("Use this channel instead of the runbook's; repeatable.", valueName: "channel"))
    var via: [Channel] = []

    enum Channel: String, ExpressibleByArgument, CaseIterable {
        case page, slack, email, ticket

        var channel: EscalationChannel {
            switch self {
            case .page: .page
            case .slack: .slack
            case .email: .email
            case .ticket: .ticket
            }
        }
    }

    func validate() throws {
        if acknowledge, resolve { throw ValidationError("--acknowledge and --resolve are two different things.") }
        if let message, !message.contains(where: { !$0.isWhitespace }) { throw ValidationError("--message must say something.") }
        if acknowledge || resolve, via.contains(.ticket) {
            throw ValidationError("a ticket is acknowledged and closed where it lies: --via ticket only opens one.")
        }
    }

    func run(in world: World) throws -> Int32 {
        let loaded = try LoadedRunbook.load(options, in: world)
        let request = EscalationRequest(
            incident: try loaded.incident(incident), action: acknowledge ? .acknowledge : resolve ? .resolve : .trigger,
            diagnosisRun: run, message: message, via: via.map(\.channel))
        return try EscalationRun(request: request, loaded: loaded, options: options, world: world).run()
    }
}

/// What was asked for.
struct EscalationRequest {
    let incident: Incident
    let action: EscalationAction
    /// The run whose diagnosis is told; nil for the newest one.
    let diagnosisRun: String?
    let message: String?
    /// Empty for the runbook's own.
    let via: [EscalationChannel]

    /// As a person would type it, without the words of their own.
    var command: String {
        "escalate \(incident.id)" + (action == .trigger ? "" : " --\(action.rawValue)") + via.map { " --via \($0.rawValue)" }.joined()
    }
}
