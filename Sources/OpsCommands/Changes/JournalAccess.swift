internal import JSONKit
internal import Journal
internal import Mesh
internal import Planning
internal import SystemKit

/// The journal if it can be had, and else why not.
struct JournalAccess: Sendable {
    let directory: String
    let result: Result<Journal?, JournalError>

    private init(_ world: World, _ open: (String) throws(JournalError) -> Journal?) {
        let directory = StateDirectory.path(world.environment)
        self.directory = directory
        result = Result { () throws(JournalError) in try open(directory) }
    }

    /// Opens it for writing, which creates it where it is not there yet.
    static func forWriting(_ world: World) -> JournalAccess {
        JournalAccess(world) { (path) throws(JournalError) in
            try Journal.open(directory: path, deadline: .after(milliseconds: 5000))
        }
    }

    /// Opens it if it is there, and creates nothing.
    static func forReading(_ world: World) -> JournalAccess {
        JournalAccess(world) { (path) throws(JournalError) in
            try Journal.openForReading(directory: path, deadline: .after(milliseconds: 5000))
        }
    }

    var journal: Journal? { try? result.get() }

    var error: JournalError? { if case .failure(let error) = result { error } else { nil } }

    var facts: JournalFacts {
        guard let error = error ?? journal?.warning else { return .ready }
        return error.kind == .cannotCreate ? .cannotCreate(error.message) : .failing(error.message)
    }

    /// The newest smoke result for this Jarvis, as it counts now. It counts only in a journal that verifies: a row can be edited.
    func smoke(of jarvis: JarvisDirectory, fingerprint: String, now: Timestamp) -> SmokeFacts? {
        guard
            let row = try? journal?.latest(
                table: .observations, event: "smoke", where: { JarvisDirectory($0)?.isSame(as: jarvis) == true }),
            let passed = row.body["passed"]?.bool
        else { return nil }
        let covered = (row.body["covered"]?.array ?? []).compactMap { word in MeshFlag.allCases.first { $0.word == word.text } }
        var smoke = SmokeFacts(
            passed: passed, ageMilliseconds: Double(now.milliseconds - row.at.milliseconds), covered: Set(covered),
            isOfThisConfiguration: row.body["fingerprint"]?.text == fingerprint)
        // All of a long journal takes a while: only where the result would count otherwise.
        if MeshFlag.allCases.contains(where: { smoke.objection(for: $0) == nil }) {
            smoke.isOfTrust = (try? Journal.verify(directory: self.directory))?.findings.isEmpty == true
        }
        return smoke
    }
}
