internal import Glibc

/// The environment as one value, read once: `getenv` races with `setenv` on other threads.
public enum ProcessEnvironment {
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
