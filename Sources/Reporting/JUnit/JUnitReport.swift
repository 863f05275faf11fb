internal import JSONKit
internal import Journal
internal import SystemKit

/// The report as JUnit's XML, for build servers: what is as it should be passes, what is not fails. Strict: see `docs/report.md`.
public enum JUnitReport {
    /// One case, in one of three suites.
    struct Case {
        enum Result {
            case passed
            /// `type`, a word; `message`, a sentence.
            case failure(type: String, message: String)
            case error(type: String, message: String)
            case skipped(message: String)
        }

        let className: String
        let name: String
        let milliseconds: Double
        let result: Result
    }

    /// Ends with a newline.
    ///
    /// - Parameter redact: takes secrets out of one text, before it becomes a part of the document.
    public static func text(_ report: IncidentReport, redacting redact: (String) -> String = { $0 }) -> String {
        let suites = [("symptoms", symptoms(report)), ("probes", probes(report)), ("steps", steps(report))].map { name, cases in
            (name, cases.map { $0.redacted(redact) })
        }
        let all = suites.flatMap(\.1)
        var out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites"
        out += attribute("name", "jarvis-ops \(report.run.id)") + attribute("tests", "\(all.count)")
        out += attribute("failures", "\(all.count(where: \.isFailure))") + attribute("errors", "\(all.count(where: \.isError))")
        out += attribute("time", seconds(all.reduce(0) { $0 + $1.milliseconds })) + ">\n"
        for (name, cases) in suites where !cases.isEmpty {
            out += suite(name, cases, report, host: redact(report.run.by?["host"]?.text ?? ""))
        }
        return out + "</testsuites>\n"
    }

    private static func suite(_ name: String, _ cases: [Case], _ report: IncidentReport, host: String) -> String {
        var out = "  <testsuite" + attribute("name", name) + attribute("tests", "\(cases.count)")
        out += attribute("failures", "\(cases.count(where: \.isFailure))") + attribute("errors", "\(cases.count(where: \.isError))")
        out += attribute("skipped", "\(cases.count(where: \.isSkipped))")
        out += attribute("time", seconds(cases.reduce(0) { $0 + $1.milliseconds }))
        // JUnit's times have neither a fraction nor a zone; ours are UTC.
        out += attribute("timestamp", String(report.run.startedAt.rfc3339.prefix(19)))
        out += attribute("hostname", named(host, else: "unknown")) + ">\n"
        return out + cases.map(element).joined() + "  </testsuite>\n"
    }

    private static func element(_ one: Case) -> String {
        let head =
            "    <testcase" + attribute("classname", named(one.className, else: "unnamed"))
            + attribute("name", named(one.name, else: "unnamed")) + attribute("time", seconds(one.milliseconds))
        let result: String
        switch one.result {
        case .passed: return head + "/>\n"
        case .failure(let type, let message): result = "<failure" + attribute("message", message) + attribute("type", type) + "/>"
        case .error(let type, let message): result = "<error" + attribute("message", message) + attribute("type", type) + "/>"
        case .skipped(let message): result = "<skipped" + attribute("message", message) + "/>"
        }
        return head + ">\n      \(result)\n    </testcase>\n"
    }

    // MARK: - Cases

    private static func symptoms(_ report: IncidentReport) -> [Case] {
        report.incidents.flatMap { incident in
            incident.symptoms.map { symptom in
                let state = symptom.now?.state ?? "unknown"
                let because = symptom.now?.because ?? ""
                let result: Case.Result =
                    switch state {
                    case "absent": .passed
                    case "present": .failure(type: "symptom-present", message: because)
                    default: .skipped(message: because)
                    }
                return Case(className: incident.id, name: "\(symptom.id): \(symptom.text)", milliseconds: 0, result: result)
            }
        }
    }

    private static func probes(_ report: IncidentReport) -> [Case] {
        report.probes.map { probe in
            let result: Case.Result =
                switch probe.state {
                case "ok": .passed
                case "unhealthy": .failure(type: "probe-unhealthy", message: probe.summary)
                case "failed", "timed-out": .error(type: "probe-\(probe.state)", message: probe.summary)
                default: .skipped(message: "\(probe.state): \(probe.summary)")
                }
            return Case(className: "probe", name: probe.id, milliseconds: probe.durationMilliseconds, result: result)
        }
    }

    private static func steps(_ report: IncidentReport) -> [Case] {
        report.steps.map { step in
            let message = [step.because, step.reason ?? ""].filter { !$0.isEmpty }.joined(separator: ": ")
            let result: Case.Result =
                switch step.state {
                case "done", "undone", "found": .passed
                case "failed": .failure(type: "step-failed", message: message)
                case "skipped", "not-run": .skipped(message: "\(step.state): \(message)")
                default: .error(type: "step-unknown", message: message)
                }
            return Case(
                className: String(step.id.prefix { $0 != "/" }), name: "\(step.id): \(step.title)",
                milliseconds: Double(step.durationMilliseconds ?? 0), result: result)
        }
    }

    /// A case without a name would be no case.
    private static func named(_ name: String, else other: String) -> String { name.isEmpty ? other : name }

    private static func attribute(_ name: String, _ value: String) -> String { " \(name)=\"\(XMLText.escape(value))\"" }

    /// With a point and three decimals, never an exponent.
    private static func seconds(_ milliseconds: Double) -> String {
        let whole = Int(min(max(milliseconds.isFinite ? milliseconds : 0, 0), 1e15).rounded())
        return "\(whole / 1000)." + String(String(whole % 1000 + 1000).dropFirst())
    }
}

extension JUnitReport.Case {
    fileprivate func redacted(_ redact: (String) -> String) -> JUnitReport.Case {
        let result: Result =
            switch result {
            case .passed: .passed
            case .failure(let type, let message): .failure(type: type, message: redact(message))
            case .error(let type, let message): .error(type: type, message: redact(message))
            case .skipped(let message): .skipped(message: redact(message))
            }
        return JUnitReport.Case(className: redact(className), name: redact(name), milliseconds: milliseconds, result: result)
    }

    var isFailure: Bool { if case .failure = result { true } else { false } }
    var isError: Bool { if case .error = result { true } else { false } }
    var isSkipped: Bool { if case .skipped = result { true } else { false } }
}
