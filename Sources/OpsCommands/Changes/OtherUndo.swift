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
    /// - Parameter changed: what may have changed something, the last one first.
    static func steps(
        _ changed: [(intent: StepIntent, at: Timestamp)], _ run: RunHistory, _ facts: Facts, _ present: PresentState
    ) -> [PlannedStep] {
        let database = changed.flatMap { returned($0.intent, since: $0.at, run, facts, present) }
        let others = changed.compactMap { intent, _ -> PlannedStep? in
            switch intent.undoes?.operation {
            case .setVariable(let name, let value, let file)?:
                return MeshFlag(variable: name) == nil ? variable(name, value, file, present) : nil
            case .writeFile(let path, let content)?: return file(path, content, intent, present)
            // The database goes back while they are stopped, and they go on then.
            case .startServices?: return database.isEmpty ? start : nil
            default: return nil
            }
        }
        return others + database
    }

    private static func variable(_ name: String, _ value: String?, _ file: String, _ present: PresentState) -> PlannedStep {
        UndoPlanner.setting(name, value, file, now: present.variable(name, file), id: "undo/\(name)")
    }

    private static func file(_ path: String, _ content: FileContent, _ intent: StepIntent, _ present: PresentState) -> PlannedStep {
        let now = present.file(path)
        // What somebody else wrote since is not thrown away: then the file must be as this run left it.
        let change = Change.file(path, content, found: now, left: now == content.sha256 ? now : intent.act?.sha256)
        return PlannedStep.act("undo/\(path)", "Put \(path) back as it was before", change)
    }

    private static var start: PlannedStep {
        PlannedStep.act("undo/start", "Start the services again", .start, timeoutMilliseconds: 120_000, standing: .always)
    }

    /// The database that a restore put aside, as it said itself, or, where it was killed before it could, as its name tells; nothing where
    /// no restore has done so.
    private static func returned(
        _ intent: StepIntent, since begun: Timestamp, _ run: RunHistory, _ facts: Facts, _ present: PresentState
    ) -> [PlannedStep] {
        guard intent.act?.word == .restoreDatabase,
            let kept = said(intent.step, run) ?? present.databasePutAside.flatMap({ wasPutAside($0, since: begun) ? $0 : nil })
        else { return [] }
        let stop = PlannedStep.act(
            "undo/stop", "Stop every service, so that nothing writes any more",
            .stop(.runbook(.compose(argv: ["docker-compose", "stop"]))), effect: .destroy, timeoutMilliseconds: 120_000)
        let back = PlannedStep.act(
            "undo/database", "Put the database back that the restore put aside",
            Change(.returnDatabase(kept: kept), precheck: .databaseUnused), effect: .destroy, timeoutMilliseconds: 600_000)
        return FlagPlanner.captures(facts).filter { $0.captures == [.memory] } + [stop, back, start]
    }

    private static func said(_ step: String, _ run: RunHistory) -> String? {
        run.steps.first { $0.id == step }?.ending?.evidence.lazy.compactMap { $0["kept"]?.array?.first?.text ?? $0["kept"]?.text }.first
    }

    /// `NAME.bad-YYYYMMDD-HHMMSS`, in UTC: not what an earlier run put aside.
    private static func wasPutAside(_ path: String, since time: Timestamp) -> Bool {
        guard let mark = path.ranges(of: ".bad-").last?.upperBound else { return false }
        let digits = path[mark...].prefix(15).filter(\.isNumber)
        return digits.count == 14 && digits >= time.rfc3339.filter(\.isNumber).prefix(14)
    }
}
