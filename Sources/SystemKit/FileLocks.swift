internal import Glibc

/// Who holds a lock, read from the system's own list: looking takes no lock and gets into nobody's way.
public enum FileLocks {
    /// The processes that hold `flock` on the directory; nil when the system's list cannot be read.
    ///
    /// A holder in another container or on another machine does not appear. Throws: `SystemError` when there is no such directory.
    public static func holders(ofDirectory path: String) throws(SystemError) -> [Int32]? { try holders(path, O_DIRECTORY) }

    /// The same for a file.
    public static func holders(ofFile path: String) throws(SystemError) -> [Int32]? { try holders(path, O_NONBLOCK) }

    private static func holders(_ path: String, _ how: Int32) throws(SystemError) -> [Int32]? {
        let descriptor = unsafe open(path, O_RDONLY | how | O_CLOEXEC)
        guard descriptor >= 0 else { throw SystemError("open", path) }
        defer { close(descriptor) }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else { throw SystemError("stat", path) }
        guard let device = device(of: descriptor) ?? device(UInt64(status.st_dev)), let list = try? Files.read("/proc/locks") else {
            return nil
        }
        return holders(in: list, device: device, inode: UInt64(status.st_ino))
    }

    /// Lines as `1: FLOCK  ADVISORY  WRITE 1234 08:01:393 0 EOF` (proc(5)); a waiting process has `->` after the number.
    static func holders(in list: [UInt8], device: String, inode: UInt64) -> [Int32] {
        String(decoding: list, as: UTF8.self).split(separator: "\n").compactMap { line in
            let fields = line.split(separator: " ")
            guard fields.count >= 6, fields[1] == "FLOCK", fields[5] == "\(device):\(inode)" else { return nil }
            return Int32(fields[4])
        }
    }

    /// The device as the list has it. It is the file system's, which `stat` does not tell on those with subvolumes.
    private static func device(of descriptor: Int32) -> String? {
        guard let information = lines("/proc/self/fdinfo/\(descriptor)"), let mounts = lines("/proc/self/mountinfo"),
            let id = information.first(where: { $0.hasPrefix("mnt_id:") })?.split(whereSeparator: { $0 == "\t" || $0 == " " }).last
        else { return nil }
        guard let fields = mounts.lazy.map({ $0.split(separator: " ") }).first(where: { $0.first == id }), fields.count > 2 else {
            return nil
        }
        let numbers = fields[2].split(separator: ":").compactMap { UInt64($0) }
        return numbers.count == 2 ? device(numbers[0], numbers[1]) : nil
    }

    private static func device(_ number: UInt64) -> String? {
        device((number >> 8 & 0xFFF) | (number >> 32 & ~0xFFF), (number & 0xFF) | (number >> 12 & ~0xFF))
    }

    private static func device(_ major: UInt64, _ minor: UInt64) -> String { "\(hexadecimal(major)):\(hexadecimal(minor))" }

    private static func hexadecimal(_ number: UInt64) -> String { (number < 16 ? "0" : "") + String(number, radix: 16) }

    private static func lines(_ path: String) -> [Substring]? {
        (try? Files.read(path)).map { String(decoding: $0, as: UTF8.self).split(separator: "\n") }
    }
}
