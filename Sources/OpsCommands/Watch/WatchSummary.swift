internal import Diagnosis
internal import JSONKit
internal import Journal
internal import Runbook
internal import SystemKit
internal import TerminalKit

/// A watch that is over, for people and machines.
struct WatchSummary {
    let run: String
    let startedAt: Timestamp
    let durationMilliseconds: Double
    let settings: WatchSettings
    let tally: WatchTally
    let ending: WatchRun.Ending
    let metricsPath: String?
    let head: JournalHead?

    var json: JSONValue {
        let last = tally.last?.diagnosis
        let turns = tally.turns.map { turn -> JSONValue in
            ["look": turn.look.json, "at": turn.at.rfc3339.json, "verdict": turn.verdict.rawValue.json, "because": turn.because.json]
        }
        let verdicts = [Verdict.confirmed, .clear, .unknown].map { JSONMember(JSONString($0.rawValue), (tally.counts[$0] ?? 0).json) }
        return [
            "schema": "jarvis-ops/watch/v1", "run": run.json, "incident": settings.incident.id.json, "started_at": startedAt.rfc3339.json,
            "duration_ms": Self.tenths(durationMilliseconds), "interval_ms": settings.intervalMilliseconds.json,
            "for_ms": settings.limitMilliseconds.json, "until_healthy": settings.untilHealthy.json, "outcome": ending.rawValue.json,
            "verdict": (last?.verdict.rawValue).json, "because": (last?.because).json, "clear_in_a_row": tally.clearInARow.json,
            "looks": tally.looks.json, "verdicts": .object(JSONObject(verdicts)), "turns": .array(turns),
            "turns_left_out": tally.turnsLeftOut.json, "measures": .array(measures),
            "symptoms": .array((last?.findings ?? []).map(DiagnosisJSON.symptom)), "metrics": metricsPath.json,
            "audit": AuditLine.json(head),
        ]
    }

    private var measures: [JSONValue] {
        WatchMeasure.allCases.compactMap { measure in
            guard let series = tally.series[measure], series.count > 0 else { return nil }
            return [
                "id": measure.rawValue.json, "unit": measure.unit.json, "min": Self.rounded(series.least),
                "max": Self.rounded(series.greatest),
                "last": series.last.map(Self.rounded) ?? .null, "looks": series.count.json,
            ]
        }
    }

    /// One look, for an event.
    static func look(_ look: WatchLook, clearInARow: Int) -> JSONValue {
        let values = WatchMeasure.allCases.compactMap { measure in
            look.values[measure].map { JSONMember(JSONString(measure.rawValue), rounded($0)) }
        }
        return [
            "look": look.number.json, "incident": look.diagnosis.incident.id.json, "started_at": look.startedAt.rfc3339.json,
            "duration_ms": tenths(look.durationMilliseconds), "verdict": look.diagnosis.verdict.rawValue.json,
            "because": look.diagnosis.because.json, "clear_in_a_row": clearInARow.json,
            "symptoms": .array(look.diagnosis.findings.map(DiagnosisJSON.symptom)), "measures": .object(JSONObject(values)),
        ]
    }

    /// The last line.
    func text(_ page: Page) -> String {
        let looks = "\(Quantities.count(tally.looks, "look")) in \(DurationText.of(milliseconds: durationMilliseconds))"
        switch ending {
        case .healthy:
            let times = tally.clearInARow == 1 ? "once" : "\(Quantities.count(tally.clearInARow)) times in a row"
            return page.paint("\(settings.incident.id) is healthy", .good) + ": clear \(times), after \(looks)\n"
        case .timeOver:
            return page.paint("\(settings.incident.id) is not healthy", .bad) + ": \(standing), after \(looks)\n"
        case .interrupted:
            return page.paint("stopped", .warning) + ": \(settings.incident.id) \(standing), after \(looks)\n"
        }
    }

    private var standing: String {
        guard let last = tally.last else { return "was not looked at" }
        let clear = "clear \(tally.clearInARow) of \(settings.untilHealthy) times in a row"
        return last.diagnosis.verdict == .clear ? clear : "\(last.diagnosis.verdict.rawValue) at the last look"
    }

    /// Microseconds are noise in a report.
    private static func tenths(_ milliseconds: Double) -> JSONValue { ((milliseconds * 10).rounded() / 10).json }

    /// Of a share the hundredth of a per cent is enough, of everything else more than that.
    private static func rounded(_ value: Double) -> JSONValue { ((value * 10_000).rounded() / 10_000).json }
}
