internal import CSystem
internal import Glibc

/// Searching bytes faster than one at a time. Everything is checked against the bounds of what is given.
public enum ByteSearch {
    /// The places of all bytes that cannot stand for themselves inside a JSON string of ASCII: the quote, the backslash, controls
    /// (line ends among them) and everything from 0x80 on.
    ///
    /// - Parameters:
    ///   - bytes: fewer than 4 GiB.
    ///   - places: memory that is used again from call to call; grown to the count of the bytes.
    /// - Returns: how many of `places`, from its start, hold them, in order.
    public static func indexSpecial(_ bytes: Span<UInt8>, into places: inout [UInt32]) -> Int {
        precondition(bytes.count <= UInt32.max, "a place fits into 32 bits")
        if places.count < bytes.count { places.append(contentsOf: repeatElement(0, count: bytes.count - places.count)) }
        // C writes at most one place for each byte, and there is room for as many.
        return unsafe bytes.withUnsafeBufferPointer { bytes in
            unsafe places.withUnsafeMutableBufferPointer { places in
                guard let from = bytes.baseAddress, let to = places.baseAddress else { return 0 }
                return unsafe csystem_index_special(from, bytes.count, to)
            }
        }
    }

    /// A hash of some of the bytes, for tables in memory.
    public static func hash(_ bytes: Span<UInt8>, _ range: Range<Int>, seed: UInt64) -> UInt64 {
        precondition(range.lowerBound >= 0 && range.upperBound <= bytes.count, "the range lies in the bytes")
        return unsafe bytes.withUnsafeBufferPointer { bytes in
            guard let base = bytes.baseAddress else { return seed }
            return unsafe csystem_hash(base + range.lowerBound, range.count, seed)
        }
    }

    /// Whether two ranges hold the same bytes.
    public static func areEqual(_ a: Span<UInt8>, _ rangeA: Range<Int>, _ b: Span<UInt8>, _ rangeB: Range<Int>) -> Bool {
        precondition(rangeA.lowerBound >= 0 && rangeA.upperBound <= a.count, "the range lies in the bytes")
        precondition(rangeB.lowerBound >= 0 && rangeB.upperBound <= b.count, "the range lies in the bytes")
        guard rangeA.count == rangeB.count else { return false }
        return unsafe a.withUnsafeBufferPointer { a in
            unsafe b.withUnsafeBufferPointer { b in
                guard let x = a.baseAddress, let y = b.baseAddress else { return rangeA.isEmpty }
                return unsafe memcmp(x + rangeA.lowerBound, y + rangeB.lowerBound, rangeA.count) == 0
            }
        }
    }

    /// Appends some of the bytes to an array in one piece.
    public static func append(_ bytes: Span<UInt8>, _ range: Range<Int>, to array: inout [UInt8]) {
        precondition(range.lowerBound >= 0 && range.upperBound <= bytes.count, "the range lies in the bytes")
        // The pointer is used only while the bytes are borrowed.
        unsafe bytes.withUnsafeBufferPointer { unsafe array.append(contentsOf: $0[range]) }
    }

    /// A checksum of an array's memory, against accidents: not against people.
    public static func checksum<Element: BitwiseCopyable>(_ array: [Element]) -> UInt64 {
        // Elements are plain values, and an array has no gaps beside those that its elements bring.
        unsafe array.withUnsafeBytes { bytes in
            guard let base = unsafe bytes.bindMemory(to: UInt8.self).baseAddress else { return 0 }
            return unsafe csystem_checksum(base, bytes.count)
        }
    }
}
