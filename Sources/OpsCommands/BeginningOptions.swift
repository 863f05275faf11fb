public import CommandLineKit
internal import Diagnosis
internal import JSONKit
internal import Journal
internal import Runbook
internal import SystemKit
internal import TerminalKit

/// Since when: a person's word, or the alert that woke somebody.
public struct BeginningOptions: ParsableArguments {
    @Option(
        name: .long,
        help: ArgumentHelp("When the incident began (RFC 3339); response time counts from there.", valueName: "time"))
    var began: Moment?

    @Option(
        name: .customLong("from-alert"),
        help: ArgumentHelp("What Alertmanager or PagerDuty sent, as JSON; `-` is standard input.", valueName: "file"))
    var fromAlert: String?

    public init() {}

    /// Throws: `OpsError` 64 for a beginning in the future, 66 for a file that cannot be read, 65 for one that holds no alert.
    func read(_ runbook: Runbook, _ options: GlobalOptions, in world: World) throws(OpsError) -> ToldBeginnings {
        var told = ToldBeginnings()
        if let began {
            let at = Timestamp(milliseconds: began.microseconds / 1000)
            guard at <= .now() else {
                throw OpsError(
                    "usage", "--began \(at.rfc3339) lies in the future", hint: "Give the time in UTC or with its offset.",
                    exitCode: ExitCodes.usage)
            }
            told.given = IncidentBeginning(at: at, .person)
        }
        guard let fromAlert else { return told }
        let alerts = try alerts(fromAlert, world)
        told.take(alerts, runbook)
        let name = alerts.first?.name ?? ""
        told.note = told.note ?? "the alert \(name) names no incident of this runbook: all of them are looked at"
        if !options.quiet, let note = told.note { world.note(Sanitizer.line(note)) }
        return told
    }

    private func alerts(_ file: String, _ world: World) throws(OpsError) -> [Alert] {
        let bytes: [UInt8]
        do throws(SystemError) {
            bytes =
                file == "-"
                ? try Files.readStandardInput(limit: 16 << 20)
                : try Files.read(Paths.resolve(file, in: world.workingDirectory), waitsForPipes: true)
        } catch {
            throw OpsError(
                "input-missing", "the alert cannot be read: \(error.reason)", hint: "Name the file, or `-` for standard input.",
                exitCode: ExitCodes.missingInput)
        }
        guard let body = try? JSONReader().read(bytes), let alerts = Alert.all(in: body), !alerts.isEmpty else {
            throw OpsError(
                "no-alert", "\(file == "-" ? "standard input" : file) holds no alert of Alertmanager or PagerDuty",
                hint: "Give what their webhook sends: JSON with `alerts`, `event` or `payload`.", exitCode: ExitCodes.malformedInput)
        }
        return alerts
    }
}

/// What somebody said of when incidents began.
struct ToldBeginnings {
    /// A person's word: for whatever incident it is.
    var given: IncidentBeginning?
    private var matches: [AlertMatch] = []
    fileprivate var note: String?

    /// Those that alerts name, in their order.
    var incidents: [String] { matches.map(\.incident) }

    subscript(incident: String) -> IncidentBeginning? { given ?? matches.first { $0.incident == incident }.flatMap(\.beginning) }

    /// For a run as a whole: the first that is known.
    var any: IncidentBeginning? { given ?? matches.lazy.compactMap(\.beginning).first }

    /// For machines; nil without an alert that names an incident.
    var alert: JSONValue? {
        matches.first.map { match in
            [
                "name": match.alert.name.json, "incident": match.incident.json, "because": match.because.json,
                "starts_at": (match.alert.startsAt?.rfc3339).json,
            ]
        }
    }

    /// One for each incident: the one that has been there longest.
    fileprivate mutating func take(_ alerts: [Alert], _ runbook: Runbook) {
        let found = alerts.compactMap { AlertMatch($0, in: runbook) }
        for match in found where !matches.contains(where: { $0.incident == match.incident }) {
            let same = found.filter { $0.incident == match.incident }
            matches.append(same.min { ($0.alert.startsAt ?? .now()) < ($1.alert.startsAt ?? .now()) } ?? match)
        }
        note = matches.isEmpty ? nil : matches.map(\.words).joined(separator: "\n")
    }
}

extension AlertMatch {
    fileprivate var beginning: IncidentBeginning? { alert.startsAt.map { IncidentBeginning(at: $0, .alert, detail: alert.name) } }

    fileprivate var words: String {
        "the alert \(alert.name)\(alert.startsAt.map { ", since \($0.local)," } ?? "") is \(incident): \(because)"
    }
}
