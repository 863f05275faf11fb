internal import JSONKit
internal import Journal
internal import Mesh
internal import Planning
internal import Runbook
internal import SystemKit

/// What is there now, where an undo must know it.
struct PresentState: Sendable {
    /// A variable of an environment file; nil when it is not set there.
    let variable: @Sendable (_ name: String, _ file: String) -> String?
    /// SHA-256 of a file of the Jarvis directory; nil when it is not there.
    let file: @Sendable (String) -> String?
    /// The database file that the last restore put aside, absolute; nil when there is none.
    var databasePutAside: String?

    static let nothing = PresentState(variable: { _, _ in nil }, file: { _ in nil })
}

/// The way back of everything that is no mesh flag: other variables, files, the database, services that were stopped.
enum OtherUndo {
    /// - Parameters:
    ///   - changed: intents of steps that may have changed something, the last one first.
    ///   - rows: all that is remembered of the run.
    static func steps(_ changed: [JournalRow], _ rows: [JournalRow], _ facts: Facts, _ present: PresentState) -> [PlannedStep] {
        let database = changed.flatMap { returned($0, rows, facts, present) }
        let others = changed.compactMap { row -> PlannedStep? in
            guard let operation = row.body["undo"].flatMap({ Operation(undo: $0) }) else { return nil }
            switch operation {
            case .setVariable(let name, let value, let file):
                return MeshFlag(variable: name) == nil ? variable(name, value, file, row, present) : nil
            case .writeFile(let path, let content): return file(path, content, row, present)
            // The database goes back while they are stopped, and they go on then.
            case .startServices: return database.isEmpty ? start : nil
            default: return nil
            }
        }
        return others + database
    }

    private static func variable(
        _ name: String, _ value: String?, _ file: String, _ row: JournalRow, _ present: PresentState
    ) -> PlannedStep {
        let now = present.variable(name, file)
        let holds = Probe.fileVariable(name: name, value: value, file: file)
        let change = Change(
            .setVariable(name: name, value: value, file: file), before: now, after: value,
            precheck: .fileVariable(name: name, value: now, file: file), postchecks: [Verification(holds)], settledBy: holds,
            undo: .setVariable(name: name, value: now, file: file))
        return PlannedStep(
            id: "undo/\(name)", title: value.map { "Set \(name)=\($0) again" } ?? "Take \(name) out of \(file) again", step: nil,
            kind: .flag,
            effect: .change, probe: nil, change: change)
    }

    private static func file(_ path: String, _ content: FileContent, _ row: JournalRow, _ present: PresentState) -> PlannedStep {
        let now = present.file(path)
        // What somebody else wrote since is not thrown away: then the file must be as this run left it.
        let left = row.body["operation"]?["sha256"]?.text
        let change = Change(
            .writeFile(path: path, content), before: now, after: content.sha256,
            precheck: .fileIs(path: path, sha256: now == content.sha256 ? now : left),
            postchecks: [Verification(.fileIs(path: path, sha256: content.sha256))],
            settledBy: .fileIs(path: path, sha256: content.sha256), undo: now.map { .writeFile(path: path, .kept(sha256: $0)) })
        return PlannedStep(
            id: "undo/\(path)", title: "Put \(path) back as it was before", step: nil, kind: .file, effect: .change, probe: nil,
            change: change)
    }

    private static var start: PlannedStep {
        PlannedStep(
            id: "undo/start", title: "Start the services again", step: nil, kind: .compose, effect: .change, probe: nil,
            change: Change(
                .startServices,
                postchecks: [Verification(.servicesRun(true)), Verification(.apiReady), Verification(.memoryWrites, mayBeUnknown: true)],
                settledBy: .servicesRun(true)), timeoutMilliseconds: 120_000, standing: .always)
    }

    /// The database that a restore put aside, as it said itself, or, where it was killed before it could, as its name tells; nothing where
    /// no restore has done so.
    private static func returned(_ row: JournalRow, _ rows: [JournalRow], _ facts: Facts, _ present: PresentState) -> [PlannedStep] {
        guard row.body["operation"]?["operation"]?.text == "restore-database", let step = row.step,
            let kept = said(step, rows) ?? present.databasePutAside.flatMap({ wasPutAside($0, since: row.at) ? $0 : nil })
        else { return [] }
        let stop = PlannedStep(
            id: "undo/stop", title: "Stop every service, so that nothing writes any more", step: nil, kind: .compose, effect: .destroy,
            probe: nil,
            change: Change(
                .runbook(.compose(argv: ["docker-compose", "stop"])), postchecks: [Verification(.servicesRun(false))],
                settledBy: .servicesRun(false), undo: .startServices), timeoutMilliseconds: 120_000)
        let back = PlannedStep(
            id: "undo/database", title: "Put the database back that the restore put aside", step: nil, kind: .sqlite, effect: .destroy,
            probe: nil, change: Change(.returnDatabase(kept: kept), precheck: .databaseUnused), timeoutMilliseconds: 600_000)
        return FlagPlanner.captures(facts).filter { $0.captures == [.memory] } + [stop, back, start]
    }

    private static func said(_ step: String, _ rows: [JournalRow]) -> String? {
        rows.last { $0.table == .steps && $0.step == step && $0.event != "intended" }?.body["evidence"]?.array?.lazy
            .compactMap { $0["kept"]?.array?.first?.text ?? $0["kept"]?.text }.first
    }

    /// `NAME.bad-YYYYMMDD-HHMMSS`, in UTC: not what an earlier run put aside.
    private static func wasPutAside(_ path: String, since time: Timestamp) -> Bool {
        guard let mark = path.ranges(of: ".bad-").last?.upperBound else { return false }
        let digits = path[mark...].prefix(15).filter(\.isNumber)
        return digits.count == 14 && digits >= time.rfc3339.filter(\.isNumber).prefix(14)
    }
}
