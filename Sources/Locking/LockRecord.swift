internal import JSONKit
internal import SystemKit

/// The file that says who holds the lock. It is a note for people: the lock itself is the system's.
enum LockRecord {
    static let name = ".jarvis-ops.lock"
    /// The file that is locked. It is another one: everybody may read the record, and whoever may read a file may lock it.
    static let lockedName = ".jarvis-ops.hold"

    /// The processes that hold the lock, as far as the system shows them; nil where it shows none.
    static func holders(in directory: String) throws(SystemError) -> [Int32]? {
        // A directory that is not there is no free lock.
        _ = try DirectoryHandle(directory)
        return try FileLocks.holders(of: Paths.resolve(lockedName, in: directory))
    }

    enum Content: Equatable {
        case none
        case owner(LockOwner)
        /// Something is there that no responder wrote whole: why it cannot be read.
        case unreadable(String)

        var owner: LockOwner? { if case .owner(let owner) = self { owner } else { nil } }
    }

    /// A link is not followed, and nothing that is no regular file is read.
    static func read(in directory: String) -> Content {
        let bytes: [UInt8]
        do throws(SystemError) { bytes = try Files.readRegular(path(in: directory), limit: 1 << 14) } catch {
            return error.isMissing ? .none : .unreadable(error.description)
        }
        guard let json = try? JSONReader().read(bytes) else { return .unreadable("\(name) is not JSON") }
        return LockOwner(json).map { .owner($0) } ?? .unreadable("\(name) names no owner")
    }

    /// Readable by everyone, so that another user learns who it is. A link at that name is replaced and not followed.
    static func write(_ owner: LockOwner, in directory: String) throws(AtomicFileError) {
        try AtomicFile.put(path(in: directory), with: JSONWriter.compact.bytes(owner.json) + [0x0A], mode: 0o644)
    }

    /// Removes the record if it is this owner's.
    static func remove(of owner: LockOwner, in directory: String) {
        if read(in: directory) == .owner(owner) { try? Files.remove(path(in: directory)) }
    }

    private static func path(in directory: String) -> String { Paths.resolve(name, in: directory) }
}
