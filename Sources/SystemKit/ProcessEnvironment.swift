internal import CSystem
internal import Glibc

/// The environment as one value, read once: `getenv` races with `setenv` on other threads.
public enum ProcessEnvironment {
    /// The command line without the program's name, also where /proc is not mounted: `CommandLine.arguments` is empty there. Bytes that
    /// are not UTF-8 are replaced.
    public static func arguments() -> [String] {
        (1..<max(1, csystem_argument_count())).compactMap { index in
            // A C string of the process's own start, which nobody changes.
            unsafe csystem_argument(index).map { unsafe String(cString: $0) }
        }
    }

    /// All variables of this process. Bytes that are not UTF-8 are replaced.
    public static func snapshot() -> [String: String] {
        var result: [String: String] = [:]
        var cursor: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?> = unsafe environ
        // `environ` is an array of C strings ended by a null pointer; nothing in this program writes it.
        while let entry = unsafe cursor.pointee {
            let text = unsafe String(cString: entry)
            if let equals = text.firstIndex(of: "="), equals != text.startIndex {
                result[String(text[..<equals])] = String(text[text.index(after: equals)...])
            }
            unsafe cursor += 1
        }
        return result
    }
}
