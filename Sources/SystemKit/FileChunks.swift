internal import Glibc

extension Files {
    /// Reads a file from its start in pieces of up to 1 MiB, in order, up to the size it had at the start.
    public static func readChunks(_ path: String, _ each: ([UInt8]) -> Void) throws(SystemError) {
        try withDescriptor(path) { (descriptor, size) throws(SystemError) in
            var offset = 0
            while offset < size {
                let chunk = try read(descriptor, path, at: offset, count: min(1 << 20, size - offset))
                if chunk.isEmpty { return }
                each(chunk)
                offset += chunk.count
            }
        }
    }

    /// The last `lines` lines of a file, read from its end: the time does not depend on the file's size.
    ///
    /// A line longer than 64 MiB is cut at its front.
    public static func readTail(_ path: String, lines: Int) throws(SystemError) -> [UInt8] {
        try withDescriptor(path) { (descriptor, size) throws(SystemError) in
            guard lines > 0 else { return [] }
            // Pieces from the end backwards. A line end closes the file, so one more than wanted is looked for.
            var pieces: [[UInt8]] = []
            var start = size
            var ends = 0
            while start > 0, ends <= lines, size - start < 64 << 20 {
                let piece = try read(descriptor, path, at: max(0, start - (64 << 10)), count: min(64 << 10, start))
                if piece.isEmpty { break }
                ends += piece.count { $0 == 0x0A }
                start -= piece.count
                pieces.append(piece)
            }
            let tail = pieces.reversed().flatMap { $0 }
            var seen = 0
            for index in tail.indices.dropLast().reversed() where tail[index] == 0x0A {
                seen += 1
                if seen == lines { return Array(tail[(index + 1)...]) }
            }
            return tail
        }
    }

    private static func withDescriptor<Result>(
        _ path: String, _ body: (Int32, Int) throws(SystemError) -> Result
    ) throws(SystemError) -> Result {
        let (descriptor, size) = try openToRead(path)
        defer { close(descriptor) }
        return try body(descriptor, size)
    }

    private static func read(_ descriptor: Int32, _ path: String, at offset: Int, count: Int) throws(SystemError) -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: count)
        while true {
            let got = unsafe pread(descriptor, &buffer, count, offset)
            if got < 0 && errno == EINTR { continue }
            guard got >= 0 else { throw SystemError("read", path) }
            return Array(buffer.prefix(got))
        }
    }
}
