internal import CSystem

/// When something happened to a file or a directory, by its file system's clock.
public struct FileTimes: Sendable, Hashable {
    /// When it was made; nil where the file system does not keep that.
    public let born: Timestamp?
    /// When its bytes, or for a directory its entries, last changed. Anybody who may write it can set it.
    public let modified: Timestamp
    /// When anything of it last changed, its name and its mode too. Nobody can set it.
    public let changed: Timestamp

    public init(born: Timestamp?, modified: Timestamp, changed: Timestamp) {
        self.born = born
        self.modified = modified
        self.changed = changed
    }
}

extension Files {
    /// Follows links. Throws: `SystemError`.
    public static func times(_ path: String) throws(SystemError) -> FileTimes {
        var times: [Int64] = [.min, 0, 0]
        // The callee writes three numbers and keeps nothing.
        let result = unsafe times.withUnsafeMutableBufferPointer { unsafe csystem_file_times(path, $0.baseAddress) }
        guard result == 0 else { throw SystemError("stat", path) }
        return FileTimes(
            born: times[0] == .min ? nil : Timestamp(milliseconds: times[0]), modified: Timestamp(milliseconds: times[1]),
            changed: Timestamp(milliseconds: times[2]))
    }
}
