internal import Glibc
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

    /// How long other processes are waited for, in milliseconds.
    static let patience = 5000.0

    /// Those that were adopted as damaged, the newest first; no rule relies on them.
    var damaged: [Journal] { Journal.putAside(directory: directory, deadline: .after(milliseconds: Self.patience)) }

    /// Opens it for writing, which creates it where it is not there yet.
    static func forWriting(_ world: World) -> JournalAccess {
        JournalAccess(world) { (_) throws(JournalError) in
            try Journal.open(world.environment, deadline: .after(milliseconds: Self.patience))
        }
    }

    /// Opens it if it is there, and creates nothing.
    static func forReading(_ world: World) -> JournalAccess {
        JournalAccess(world) { (path) throws(JournalError) in
            try Journal.openForReading(directory: path, deadline: .after(milliseconds: Self.patience))
        }
    }

    /// The journal that is gone on with: one that does not verify is none.
    var journal: Journal? { damage == nil ? opened : nil }

    /// The journal that rules rely on: what others may have written is nobody's word.
    var relied: ReliedJournal? { exposure == nil ? journal.flatMap { try? ReliedJournal($0) } : nil }

    /// Why others may have written it; nil where they may not, and where there is none.
    var exposure: JournalError? { opened == nil ? nil : JournalPlace(directory)?.exposure(to: geteuid()) }

    /// Whatever could be opened, for whoever tells what it says and relies on nothing.
    var opened: Journal? { try? result.get() }

    var error: JournalError? { if case .failure(let error) = result { error } else { nil } }

    /// Why it does not verify; nil where it does, and where there is none.
    var damage: JournalError? {
        do throws(JournalError) {
            try result.get()?.requireWhole()
            return nil
        } catch {
            return error
        }
    }

    var facts: JournalFacts {
        guard let damage else { return .ready }
        return switch damage.kind {
        case .cannotCreate: .cannotCreate(damage.message)
        case .tampered: .damaged(damage.message)
        default: .failing(damage.message)
        }
    }

    /// The newest smoke result for this Jarvis, as it counts now. It counts only in a journal that verifies: a row can be edited.
    func smoke(of jarvis: JarvisDirectory, fingerprint: String, now: Timestamp) -> SmokeFacts? {
        guard
            let row = try? opened?.latest(
                table: .observations, event: "smoke", where: { JarvisDirectory($0)?.isSame(as: jarvis) == true }),
            case .smoke(let word) = row.said
        else { return nil }
        // What is open to others needs no proof of who wrote it.
        let distrust =
            (exposure ?? damage).map { error in
                error.kind == .exposed
                    ? SmokeFacts.Distrust(error.message, mend: error.hint)
                    : SmokeFacts.Distrust(
                        "the journal that holds the smoke checks does not verify", mend: "What is wrong: jarvis-ops audit verify")
            }
        // Where it verifies and is closed, this row may have been written while it was not.
        let past =
            distrust == nil && relied?.counts(row) != true
            ? SmokeFacts.Distrust("the smoke checks were recorded while others could write the journal") : nil
        return SmokeFacts(
            passed: word.passed, isFirstEnabling: word.result == SmokeFacts.firstEnable, distrust: distrust ?? past,
            ageMilliseconds: Double(now.milliseconds - row.at.milliseconds),
            covered: Set(MeshFlag.allCases.filter { word.covered.contains($0.word) }),
            isOfThisConfiguration: word.fingerprint == fingerprint)
    }
}
