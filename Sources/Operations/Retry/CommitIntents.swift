internal import JSONKit
internal import SystemKit

/// Commits that were begun, noted in a file beside the outbox before they are asked for, and settled once the outbox has their result on
/// the disk. So whoever comes next is asked about one that never ended: another user, another state directory, another path.
///
/// The journal of one user cannot tell them. The file bears the outbox's real name, and its entries the file's device and inode.
struct CommitIntents {
    private let path: String
    private let outbox: AppendOnlyFile
    private var file: AppendOnlyFile?

    private static let suffix = ".jarvis-ops-commits"

    init(_ outbox: AppendOnlyFile) throws(SystemError) {
        self.outbox = outbox
        let real = try Files.realPath(outbox.path)
        path = Paths.resolve("." + Paths.name(real) + CommitIntents.suffix, in: Paths.parent(real))
    }

    /// The events of the outbox whose commit was begun and never settled; nil when that cannot be known, and any may be.
    var open: Set<String>? {
        let directory = Paths.parent(path)
        guard let names = try? Files.list(directory) else { return nil }
        var open: Set<String> = []
        for name in names where name.hasPrefix(".") && name.hasSuffix(CommitIntents.suffix) {
            let file = Paths.resolve(name, in: directory)
            do throws(SystemError) {
                let bytes = try Files.readRegular(file, limit: 64 << 20)
                for (event, isSettled) in entries(bytes, isOwn: file == path) {
                    if isSettled { open.remove(event) } else { open.insert(event) }
                }
            } catch {
                // Another's may be about anything; one that went away meanwhile had nothing open.
                if file == path, !error.isMissing { return nil }
            }
        }
        return open
    }

    /// What a file says of this outbox, in its order. A line that was torn was never followed by a commit.
    ///
    /// - Parameter isOwn: it bears this outbox's name: then an outbox that was replaced is meant too.
    private func entries(_ bytes: [UInt8], isOwn: Bool) -> [(event: String, isSettled: Bool)] {
        var entries: [(String, Bool)] = []
        for line in bytes.split(separator: UInt8(ascii: "\n")) {
            guard let entry = try? JSONReader().read(Array(line)), let event = entry["event_id"]?.text, let state = entry["state"]?.text
            else { continue }
            let isSame =
                entry["device"]?.text == String(outbox.identity.device) && entry["inode"]?.text == String(outbox.identity.inode)
            if isOwn || isSame { entries.append((event, state == "settled")) }
        }
        return entries
    }

    /// It is durable when this returns: only then may the commit be asked for.
    mutating func begin(_ event: String, _ stateHash: String) throws(SystemError) {
        try append(event, "asking", ["state_hash": stateHash.json, "at": Timestamp.now().rfc3339.json, "by": CommitIntents.author])
    }

    /// The outbox has their results.
    mutating func settle(_ events: [String]) throws(SystemError) {
        for event in events { try append(event, "settled", [:]) }
    }

    /// Takes the file away when nothing is open in it.
    mutating func close() {
        guard file != nil, let bytes = try? Files.readRegular(path, limit: 64 << 20) else { return }
        let last = Dictionary(entries(bytes, isOwn: true).map { ($0.event, $0.isSettled) }, uniquingKeysWith: { $1 })
        if last.values.allSatisfy(\.self) { try? Files.remove(path) }
        file = nil
    }

    private mutating func append(_ event: String, _ state: String, _ more: JSONObject) throws(SystemError) {
        let file = try opened()
        var entry: JSONObject = [
            "event_id": event.json, "state": state.json, "device": String(outbox.identity.device).json,
            "inode": String(outbox.identity.inode).json,
        ]
        for member in more.members { entry[member.key] = member.value }
        try file.append(JSONWriter.compact.bytes(.object(entry)) + [UInt8(ascii: "\n")])
        try file.sync()
    }

    private mutating func opened() throws(SystemError) -> AppendOnlyFile {
        if let file { return file }
        // What a link leads to is nobody's note.
        if Files.linkTarget(path) != nil { throw SystemError("append to", path, code: SystemError.notRegular) }
        let isNew = !Files.exists(path)
        let opened = try AppendOnlyFile(path, creates: true)
        if isNew { opened.takeAccess(of: outbox) }
        file = opened
        // A piece that a killed process left is ended, so that nothing grows onto it.
        let size = try opened.size()
        if size > 0, try opened.read(at: size - 1, count: 1) != [UInt8(ascii: "\n")] { try opened.append([UInt8(ascii: "\n")]) }
        return opened
    }

    private static var author: JSONValue {
        guard let process = try? ProcessIdentity.current() else { return .null }
        return ["user": process.user.json, "host": process.host.json, "pid": Int(process.pid).json]
    }
}
