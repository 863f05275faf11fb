import Glibc
import SealedBoxKit
import TestSupport
import Testing

@Suite(.ownThread) struct SecretKeyTests {
    static let hex = SealedBoxTests.key

    static let spaced = stride(from: 0, to: 64, by: 2).map { String(hex.dropFirst($0).prefix(2)) }.joined(separator: " ")
    static let broken: [String] = [
        "", String(hex.dropLast()), String(hex.dropLast(2)), hex + "00", hex + "0", "1 " + hex.dropFirst(), "zz" + hex.dropFirst(2),
        "0x" + hex.dropFirst(2), "\u{A0}" + hex, "\u{661}" + hex.dropFirst(), hex + "\0",
    ]

    @Test("A key is 32 bytes in hexadecimal digits", arguments: [hex, hex.uppercased(), " \t\n\u{0B}\u{0C}\r" + hex + " ", spaced])
    func reading(text: String) throws {
        let key = try #require(SecretKey(hexadecimal: text))
        let usual = try #require(SecretKey(hexadecimal: Self.hex))
        #expect(key.isEqual(to: usual))
    }

    @Test("White space inside a pair, other characters and other lengths make no key", arguments: broken)
    func refused(text: String) { #expect(SecretKey(hexadecimal: text) == nil) }

    @Test("Different keys differ")
    func different() { #expect(!SecretKey().isEqual(to: SecretKey())) }

    @Test("Printing, describing and dumping a key shows nothing of it")
    func printing() throws {
        let key = try #require(SecretKey(hexadecimal: Self.hex))
        var dumped = ""
        dump(key, to: &dumped)
        for text in ["\(key)", String(reflecting: key), dumped, "\(Optional(key) as Any)", "\([key])"] {
            #expect(!text.lowercased().contains(Self.hex.prefix(8)))
            #expect(!text.contains("39, 85, 100"), "its bytes as numbers")
        }
    }

    @Test("When a key goes away, no byte of this process's memory still holds it")
    func wiping() throws {
        // The pattern is kept inverted, so that only keys match.
        var inverted = [UInt8](repeating: 0, count: 32)
        for place in inverted.indices { inverted[place] = UInt8.random(in: 0...255) }
        // Many, because the memory of a few is soon something else's, wiped or not.
        var keys = (0..<500).compactMap { _ in Self.key(inverted: inverted) }
        // The allocator writes over the first bytes of what it takes back: those prove nothing.
        let tail = Array(inverted.suffix(16))
        #expect(try Memory.occurrences(ofInverted: tail) == keys.count)
        keys = []
        #expect(try Memory.occurrences(ofInverted: tail) == 0)
    }

    /// Spells the key, reads it, and overwrites the spelling.
    private static func key(inverted: [UInt8]) -> SecretKey? {
        let digits = Array("0123456789abcdef".utf8)
        let text = String(decoding: inverted.flatMap { [digits[Int(~$0 >> 4)], digits[Int(~$0 & 15)]] }, as: UTF8.self)
        return SecretKey(hexadecimal: text)
    }
}

/// What this process holds in memory that it may write to.
private enum Memory {
    struct Unreadable: Error {}

    static func occurrences(ofInverted pattern: [UInt8]) throws -> Int {
        guard let maps = fopen("/proc/self/maps", "r"), let memory = fopen("/proc/self/mem", "rb") else { throw Unreadable() }
        defer {
            fclose(maps)
            fclose(memory)
        }
        setvbuf(memory, nil, _IONBF, 0)
        var count = 0
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        var line = [CChar](repeating: 0, count: 4096)
        while fgets(&line, Int32(line.count), maps) != nil {
            let words = String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self).split(separator: " ")
            guard words.count > 1, words[1].hasPrefix("rw"), case let ends = words[0].split(separator: "-"), ends.count == 2,
                var at = UInt(ends[0], radix: 16), let end = UInt(ends[1], radix: 16)
            else { continue }
            while at < end {
                let wanted = min(chunk.count, Int(end - at))
                let read = pread(fileno(memory), &chunk, wanted, off_t(at))
                guard read > 0 else { break }
                let own = chunk.withUnsafeBytes { UInt(bitPattern: $0.baseAddress) }
                for start in 0..<max(0, read - pattern.count + 1) where chunk[start] == ~pattern[0] {
                    // The chunk that is being looked at lies in memory too.
                    let address = at + UInt(start)
                    if address >= own && address < own + UInt(chunk.count) { continue }
                    if pattern.indices.allSatisfy({ chunk[start + $0] == ~pattern[$0] }) { count += 1 }
                }
                for place in chunk.indices { chunk[place] = 0 }
                // Chunks overlap, so that nothing hides between two.
                at += UInt(read == wanted && at + UInt(read) < end ? read - pattern.count + 1 : read)
            }
        }
        return count
    }
}
