internal import Glibc

/// A regular file held open for reading at any place: it stays the same file though its path may lead elsewhere meanwhile.
///
/// Safe to read from several threads at once. Nothing is mapped: a file that is cut while it is read ends early, and that is all.
public final class RegularFile: Sendable {
    public let path: String
    public let identity: FileIdentity
    fileprivate let descriptor: Int32

    /// Never waits: pipes and devices are refused.
    ///
    /// - Throws: `SystemError`: `EISDIR` for a directory, `EINVAL` for anything else that is no regular file.
    public init(_ path: String) throws(SystemError) {
        self.path = path
        let descriptor = unsafe open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else { throw SystemError("open", path) }
        var status = stat()
        var code: Int32 = 0
        if unsafe fstat(descriptor, &status) != 0 {
            code = errno
        } else if status.st_mode & S_IFMT != S_IFREG {
            code = status.st_mode & S_IFMT == S_IFDIR ? EISDIR : EINVAL
        }
        guard code == 0 else {
            close(descriptor)
            throw SystemError("read", path, code: code)
        }
        self.descriptor = descriptor
        identity = FileIdentity(status)
        _ = posix_fadvise(descriptor, 0, 0, POSIX_FADV_SEQUENTIAL)
    }

    deinit { close(descriptor) }

    /// Its size now, in bytes.
    public func size() throws(SystemError) -> Int {
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else { throw SystemError("stat", path) }
        return Int(status.st_size)
    }

    /// Reads bytes of the file into a part of a buffer that is there already.
    ///
    /// - Parameters:
    ///   - range: the part of `buffer` that is filled from its start.
    ///   - offset: the first byte of the file.
    /// - Returns: how many bytes came: fewer only where the file ends.
    public func read(into buffer: inout [UInt8], _ range: Range<Int>, from offset: Int) throws(SystemError) -> Int {
        precondition(range.lowerBound >= 0 && range.upperBound <= buffer.count, "the part lies in the buffer")
        var done = 0
        while done < range.count {
            let (at, left) = (range.lowerBound + done, range.count - done)
            // The range was checked against the buffer's count above.
            let got = unsafe buffer.withUnsafeMutableBytes { bytes in
                unsafe bytes.baseAddress.map { unsafe pread(descriptor, $0 + at, left, offset + done) } ?? 0
            }
            if got < 0 && errno == EINTR { continue }
            guard got >= 0 else { throw SystemError("read", path) }
            if got == 0 { break }
            done += got
        }
        return done
    }

    /// Some bytes of the file: fewer than `count` only where it ends.
    public func bytes(from offset: Int, count: Int) throws(SystemError) -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: count)
        let got = try read(into: &buffer, 0..<count, from: offset)
        if got < count { buffer.removeLast(count - got) }
        return buffer
    }

    /// Plain values as they lie in the file.
    ///
    /// - Parameter type: any pattern of bits must be one of its values.
    /// - Returns: nil when the file ends before.
    public func array<Element: BitwiseCopyable>(of type: Element.Type, count: Int, from offset: Int) throws(SystemError) -> [Element]? {
        let size = count * MemoryLayout<Element>.stride
        var failure: SystemError?
        var done = 0
        // What is read fills the memory that the array declares; nothing is declared when it did not come whole.
        let array = unsafe [Element](unsafeUninitializedCapacity: count) { buffer, initialized in
            while done < size, let base = buffer.baseAddress {
                let got = unsafe pread(descriptor, UnsafeMutableRawPointer(base) + done, size - done, offset + done)
                if got < 0 && errno == EINTR { continue }
                if got < 0 { failure = SystemError("read", path) }
                if got <= 0 { break }
                done += got
            }
            initialized = done == size ? count : 0
        }
        if let failure { throw failure }
        return done == size ? array : nil
    }
}

/// What tells whether a file was touched since.
public struct FileMoment: Sendable, Hashable {
    /// Bytes.
    public let size: Int
    /// When its content or its attributes changed last, in nanoseconds since 1970: no program can set it.
    public let changedAt: Int64
}

extension RegularFile {
    public func moment() throws(SystemError) -> FileMoment {
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else { throw SystemError("stat", path) }
        return FileMoment(
            size: Int(status.st_size), changedAt: Int64(status.st_ctim.tv_sec) * 1_000_000_000 + Int64(status.st_ctim.tv_nsec))
    }
}
