internal import Glibc

extension Files {
    /// All of standard input, up to its end.
    ///
    /// - Parameter limit: bytes; more is refused with `EFBIG` rather than cut.
    public static func readStandardInput(limit: Int = 1 << 30) throws(SystemError) -> [UInt8] {
        try readAll(STDIN_FILENO, "standard input", limit: limit)
    }
}
