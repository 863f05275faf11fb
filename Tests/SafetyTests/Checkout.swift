/// Where the package lies.
enum Checkout {
    /// Three levels above this file.
    static let root = parent(parent(parent(#filePath)))

    static func parent(_ path: String) -> String { String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)]) }
}
