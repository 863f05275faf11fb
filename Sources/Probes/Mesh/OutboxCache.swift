internal import JSONKit
internal import Mesh
internal import SystemKit

/// What an earlier look at an outbox counted, so that the next one reads only what was appended.
///
/// Ids and statuses alone, mode 0600, in the user's cache directory; it may be lost or spoilt at any time. It is believed only for the
/// same file (device and inode), unspoilt (checksums), with the same bytes at 64 places up to where it ends, among them the first and the
/// last 4 KiB; and where nothing was appended, only if nothing at all happened to the file since.
///
/// What that cannot see: bytes changed in place in the middle of a file, which Jarvis only ever appends to, when it has grown since.
/// So nothing is decided by it: a retry reads everything.
public struct OutboxCache: Sendable {
    /// The file it lies in.
    let path: String
    private let directory: String

    /// Below so many new bytes, writing it anew takes longer than reading them again.
    private static let worthwhile = 16 << 20
    /// Raised with every change of what is kept, and of how ids are hashed.
    private static let version = 1

    /// - Parameters:
    ///   - outbox: the absolute path of the outbox.
    ///   - directory: of the Jarvis, in which nothing is created.
    /// - Returns: nil where there is no place for it.
    public init?(outbox: String, environment: [String: String], outside directory: String) {
        let base: String
        if let cache = environment["XDG_CACHE_HOME"], cache.hasPrefix("/") {
            base = cache
        } else if let home = environment["HOME"], home.hasPrefix("/") {
            base = Paths.resolve(".cache", in: home)
        } else {
            return nil
        }
        let own = directory.hasSuffix("/") ? directory : directory + "/"
        guard !(base + "/").hasPrefix(own) else { return nil }
        self.directory = Paths.resolve("jarvis-ops", in: base)
        let name = ByteSearch.checksum(Array(outbox.utf8))
        path = Paths.resolve("outbox-\(String(name, radix: 16)).cache", in: self.directory)
    }

    /// The part of the file that was counted before; nil when there is none or it is not to be believed.
    func load(for file: RegularFile) -> OutboxPart? {
        guard let cache = try? RegularFile(path), let start = try? cache.array(of: UInt64.self, count: 3, from: 0), start[0] == magic,
            start[1] < 16 << 20, let text = try? cache.array(of: UInt8.self, count: Int(start[1]), from: 24),
            ByteSearch.checksum(text) == start[2], let header = try? JSONReader().read(text), isFresh(header, file),
            let position = header["offset"]?.int, let state = header["state"], let counts = header["counts"]?.array, counts.count == 3
        else { return nil }
        let sizes = counts.compactMap(\.int)
        guard sizes.count == 3, sizes.allSatisfy({ $0 >= 0 && $0 < 1 << 40 }), let size = try? cache.size() else { return nil }
        let first = 24 + Int(start[1])
        let second = first + sizes[0] * MemoryLayout<OutboxEventRow>.stride
        let third = second + sizes[1] * MemoryLayout<UInt64>.stride
        // Before memory is asked for.
        guard size == third + sizes[2], let events = try? cache.array(of: OutboxEventRow.self, count: sizes[0], from: first),
            let places = try? cache.array(of: UInt64.self, count: sizes[1], from: second),
            let ids = try? cache.array(of: UInt8.self, count: sizes[2], from: third),
            header["sums"] == sums(events, places, ids),
            let tally = OutboxTally(OutboxTallyState(header: state, events: events, places: places, ids: ids))
        else { return nil }
        return OutboxPart(continuing: tally, at: position)
    }

    /// Keeps what was counted up to the end of a line, if that is worth it. Nobody minds if it cannot be kept.
    ///
    /// - Parameters:
    ///   - position: bytes of the file that `tally` covers.
    ///   - earlier: bytes that the cache covered before.
    func save(_ tally: OutboxTally, at position: Int, of file: RegularFile, earlier: Int) {
        guard position - earlier >= OutboxCache.worthwhile, let state = tally.state, let moment = try? file.moment(),
            moment.size >= position, let samples = try? OutboxSamples(file, upTo: position)
        else { return }
        let header: JSONValue = [
            "version": OutboxCache.version.json, "device": file.identity.device.json, "inode": file.identity.inode.json,
            "offset": position.json, "size": moment.size.json, "changed_at": moment.changedAt.json, "samples": samples.json,
            "state": state.header, "counts": [state.events.count.json, state.places.count.json, state.ids.count.json],
            "sums": sums(state.events, state.places, state.ids),
        ]
        let text = JSONWriter.compact.bytes(header)
        do throws(SystemError) {
            try Files.makeDirectories(directory)
            guard let cache = try CacheFile.begin(path) else { return }
            try cache.write([magic, UInt64(text.count), ByteSearch.checksum(text)])
            try cache.write(text)
            try cache.write(state.events)
            try cache.write(state.places)
            try cache.write(state.ids)
            try cache.commit()
        } catch {
            // The next look reads everything again.
        }
    }

    private func isFresh(_ header: JSONValue, _ file: RegularFile) -> Bool {
        guard header["version"]?.int == OutboxCache.version, header["device"] == file.identity.device.json,
            header["inode"] == file.identity.inode.json, let position = header["offset"]?.int, let size = header["size"]?.int,
            let moment = try? file.moment(), moment.size >= size, size >= position, position > 0,
            moment.size > size || header["changed_at"] == moment.changedAt.json,
            let samples = OutboxSamples(header["samples"])
        else { return false }
        return samples.hold(in: file)
    }

    private func sums(_ events: [OutboxEventRow], _ places: [UInt64], _ ids: [UInt8]) -> JSONValue {
        [ByteSearch.checksum(events).json, ByteSearch.checksum(places).json, ByteSearch.checksum(ids).json]
    }
}

/// Tells this format, on a machine of this byte order, from everything else.
private let magic: UInt64 = 0x4A4F_5053_4F42_5831

/// What stands at some places of a file.
struct OutboxSamples {
    private let all: [(offset: Int, count: Int, sum: UInt64)]

    private static let blockSize = 4096
    private static let count = 64

    /// Looks at the first and the last block before `end`, and at others that chance chooses.
    init(_ file: RegularFile, upTo end: Int) throws(SystemError) {
        let last = max(0, end - OutboxSamples.blockSize)
        let offsets = [0, last] + (2..<OutboxSamples.count).map { _ in Int.random(in: 0...last) }
        var all: [(offset: Int, count: Int, sum: UInt64)] = []
        for offset in offsets {
            let bytes = try file.bytes(from: offset, count: min(OutboxSamples.blockSize, end - offset))
            all.append((offset, bytes.count, ByteSearch.checksum(bytes)))
        }
        self.all = all
    }

    /// From `json`; nil when it is none.
    init?(_ value: JSONValue?) {
        guard let list = value?.array, list.count == OutboxSamples.count else { return nil }
        var all: [(offset: Int, count: Int, sum: UInt64)] = []
        for entry in list {
            guard let offset = entry[0]?.int, let count = entry[1]?.int, let sum = entry[2]?.int, offset >= 0,
                0...OutboxSamples.blockSize ~= count
            else { return nil }
            all.append((offset, count, UInt64(bitPattern: Int64(sum))))
        }
        self.all = all
    }

    var json: JSONValue { .array(all.map { [$0.offset.json, $0.count.json, Int64(bitPattern: $0.sum).json] }) }

    /// Whether the same bytes stand there now.
    func hold(in file: RegularFile) -> Bool {
        all.allSatisfy { sample in
            guard let bytes = try? file.bytes(from: sample.offset, count: sample.count) else { return false }
            return bytes.count == sample.count && ByteSearch.checksum(bytes) == sample.sum
        }
    }
}
