public import Configuration
public import SystemKit

/// A file of the Jarvis directory that may be read and replaced: it lies inside, whatever `..` and links say, and is a regular file.
public struct JarvisFile: Sendable, Equatable {
    /// As it was asked for, seen from the Jarvis directory.
    public let path: String
    /// Where it really lies.
    public let realPath: String

    /// - Parameter path: seen from the Jarvis directory; absolute ones are taken when they lead into it.
    public init(_ path: String, in configuration: Configuration) throws(JarvisFileError) {
        self.path = path
        let written = configuration.absolute(path)
        let root: String
        do throws(SystemError) {
            root = try Files.realPath(configuration.directory.value)
            realPath = try Files.realPath(written)
        } catch {
            // A link that leads nowhere is there all the same.
            throw error.isMissing && Files.linkTarget(written) == nil ? .missing(path) : .system(error)
        }
        guard realPath.hasPrefix(root == "/" ? "/" : root + "/") else { throw .outside(path) }
        guard Files.kind(realPath) == .regular else { throw .notRegular(path) }
    }

    /// - Throws: `SystemError`.
    public func read(limit: Int) throws(SystemError) -> [UInt8] { try Files.read(realPath, limit: limit) }
}

public enum JarvisFileError: Error, Sendable, Equatable, CustomStringConvertible {
    case missing(String)
    case outside(String)
    case notRegular(String)
    case system(SystemError)

    public var description: String {
        switch self {
        case .missing(let path): "\(path) is not there"
        case .outside(let path): "\(path) leads out of the Jarvis directory"
        case .notRegular(let path): "\(path) is no regular file"
        case .system(let error): error.description
        }
    }
}
