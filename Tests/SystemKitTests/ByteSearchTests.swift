import SystemKit
import TestSupport
import Testing

@Suite(.ownThread) struct ByteSearchTests {
    @Test("Places of special bytes are those that a plain loop finds, at every length and alignment", arguments: 0..<200)
    func special(length: Int) {
        var places: [UInt32] = []
        for every in [1, 2, 7, 64, 1000] {
            let bytes = (0..<length + 3).map { at -> UInt8 in at % every == 0 ? .random(in: 0...255) : UInt8(ascii: "a") }
            for start in 0..<3 {
                let part = Array(bytes[start..<start + length])
                let count = ByteSearch.indexSpecial(bytes.span.extracting(start..<start + length), into: &places)
                let expected = part.indices.filter { part[$0] < 0x20 || part[$0] >= 0x80 || part[$0] == 0x22 || part[$0] == 0x5C }
                #expect(places.prefix(count).map { Int($0) } == expected, "\(part)")
            }
        }
    }

    @Test("Every byte is special or not, wherever it stands")
    func everyByte() {
        var places: [UInt32] = []
        for byte in UInt8.min...UInt8.max {
            let isSpecial = byte < 0x20 || byte >= 0x80 || byte == 0x22 || byte == 0x5C
            let count = ByteSearch.indexSpecial([UInt8](repeating: byte, count: 130).span, into: &places)
            #expect(count == (isSpecial ? 130 : 0))
        }
    }

    @Test("Hashes and checksums see every byte, its place and the length", arguments: [0, 1, 7, 8, 9, 31, 32, 33, 100])
    func sums(length: Int) {
        let bytes = (0..<length).map { UInt8(truncatingIfNeeded: $0 * 7) }
        func hash(_ bytes: [UInt8], seed: UInt64 = 1) -> UInt64 { ByteSearch.hash(bytes.span, 0..<bytes.count, seed: seed) }
        #expect(hash(bytes) == hash(bytes))
        #expect(hash(bytes) != hash(bytes, seed: 2))
        #expect(hash(bytes) != hash(bytes + [0]))
        #expect(ByteSearch.checksum(bytes) != ByteSearch.checksum(bytes + [0]))
        for at in bytes.indices {
            var changed = bytes
            changed[at] ^= 1
            #expect(hash(changed) != hash(bytes))
            #expect(ByteSearch.checksum(changed) != ByteSearch.checksum(bytes))
        }
    }

    @Test("Ranges are equal when their bytes are")
    func equal() {
        let bytes = Array("abcabd".utf8)
        func areEqual(_ a: Range<Int>, _ b: Range<Int>) -> Bool { ByteSearch.areEqual(bytes.span, a, bytes.span, b) }
        #expect(areEqual(0..<2, 3..<5))
        #expect(!areEqual(0..<3, 3..<6))
        #expect(!areEqual(0..<2, 3..<6))
        #expect(areEqual(1..<1, 6..<6))
    }

    @Test("A cache file appears whole, for its owner alone, and is read back as it was")
    func cacheFile() throws {
        try Fixture.with { fixture in
            let path = fixture.path("kept")
            let numbers: [UInt64] = [1, .max, 3]
            do {
                let file = try #require(try CacheFile.begin(path))
                try file.write(numbers)
                try file.write(Array("end".utf8))
                #expect(!Files.exists(path))
                // Another writer steps back.
                #expect(try CacheFile.begin(path) == nil)
                try file.commit()
            }
            let read = try RegularFile(path)
            #expect(try read.array(of: UInt64.self, count: 3, from: 0) == numbers)
            #expect(try read.array(of: UInt8.self, count: 3, from: 24) == Array("end".utf8))
            #expect(try read.array(of: UInt64.self, count: 1, from: 24) == nil)
            #expect(try read.bytes(from: 25, count: 100) == Array("nd".utf8))
            #expect(throws: SystemError.self) { try RegularFile(fixture.directory) }
            #expect(throws: SystemError.self) { try RegularFile("/dev/null") }
        }
    }
}
