internal import Execution
internal import JSONKit
internal import ProcessKit

/// What systemctl and journalctl print.
enum UnitOutput {
    static func judge(_ argv: [String], _ result: ProcessResult) -> ProbeResult {
        let evidence = CommandText.evidence(argv, result)
        guard result.isSuccess else {
            return ProbeResult(trouble(result.standardError.text) == nil ? .failed : .unavailable, failure(result), evidence: evidence)
        }
        guard argv.contains("show") else { return ProbeResult(.ok, CommandText.summary(result), evidence: evidence) }
        return show(UnitState.read(result.standardOutput.text), evidence)
    }

    /// Why systemd could not be asked at all; nil for what it answered.
    static func trouble(_ text: String) -> String? {
        let words = text.lowercased()
        if words.contains("not been booted with systemd") || words.contains("failed to connect to bus") {
            return "no systemd runs this machine: systemctl reaches none"
        }
        if words.contains("access denied") || words.contains("interactive authentication required") || words.contains("not privileged") {
            return "this user may not do that with systemd's units: run it as root"
        }
        return nil
    }

    static func failure(_ result: ProcessResult) -> String { trouble(result.standardError.text) ?? CommandText.summary(result) }

    private static func show(_ units: [UnitState], _ evidence: JSONObject) -> ProbeResult {
        guard !units.isEmpty else { return ProbeResult(.failed, "systemctl told nothing of the unit", evidence: evidence) }
        let down = units.filter { !$0.isUp }
        return ProbeResult(
            down.isEmpty ? .ok : .unhealthy, (down.isEmpty ? units : down).map(\.words).joined(separator: "; "), evidence: evidence)
    }
}

/// A unit as `systemctl show` tells of it.
struct UnitState {
    private let values: [Substring: Substring]

    /// One block for each unit, with an empty line between them.
    static func read(_ text: String) -> [UnitState] {
        text.replacing("\r", with: "").split(separator: "\n\n").map { block in
            UnitState(
                values: Dictionary(
                    block.split(separator: "\n").map { line in
                        let name = line.prefix { $0 != "=" }
                        return (name, line.dropFirst(name.count + 1))
                    }, uniquingKeysWith: { first, _ in first }))
        }
    }

    var name: String { String(values["Id"] ?? "the unit") }
    var isUp: Bool { values["ActiveState"] == "active" }
    /// nil when nothing of it runs.
    var processID: Int32? { values["MainPID"].flatMap { Int32($0) }.flatMap { $0 > 0 ? $0 : nil } }
    /// Whether what systemd would start is what its files say.
    var isUpToDate: Bool { values["NeedDaemonReload"] == "no" }
    var isUnknown: Bool { values["LoadState"] == "not-found" }
    var wasKilledForMemory: Bool { values["Result"] == "oom-kill" }
    /// Bytes; nil without a limit.
    var memoryLimit: Double? { values["MemoryMax"].flatMap { Double($0) }.flatMap { $0.isFinite ? $0 : nil } }
    /// When its last end was, in systemd's own words; nil when it never ended.
    var endedAt: String? { values["InactiveEnterTimestamp"].flatMap { $0.isEmpty || $0 == "n/a" ? nil : String($0) } }
    /// What changes whenever it is started anew.
    var start: String { "\(processID ?? 0) \(restarts)" }
    private var restarts: Int { values["NRestarts"].flatMap { Int($0) } ?? 0 }

    /// `jarvis-supervisor.service is failed (oom-kill), restarted 3 times`.
    var words: String {
        if isUnknown { return "systemd knows no unit \(name)" }
        var words = "\(name) is \(values["ActiveState"] ?? "in no known state")"
        let result = values["Result"] ?? ""
        if let sub = values["SubState"], !sub.isEmpty, sub != values["ActiveState"] { words += ", \(sub)" }
        if !isUp, !result.isEmpty, result != "success" { words += " (\(result))" }
        if restarts > 0 { words += ", restarted \(restarts) \(restarts == 1 ? "time" : "times") by systemd" }
        return words
    }
}
