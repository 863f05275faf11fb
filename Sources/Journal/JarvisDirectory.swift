internal import DigestKit
public import JSONKit
public import SystemKit

/// Which Jarvis a run, a result or a key belongs to: the directory's device and inode on its host, whatever its path is called.
///
/// The text of a path is for people. The same directory has many: through a link, with a slash at its end, under another name tomorrow.
public struct JarvisDirectory: Sendable, Hashable {
    /// As it was named.
    public let path: String
    /// nil where only the path is known: a row of an older version.
    public let host: String?
    /// nil where there was no such directory, and for a row of an older version.
    public let file: FileIdentity?

    public init(path: String, host: String?, file: FileIdentity?) {
        self.path = path
        self.host = host
        self.file = file
    }

    /// The directory that the path leads to now.
    public init(at path: String, host: String) { self.init(path: path, host: host, file: try? Files.identity(path)) }

    /// As a row's body tells it; nil for a row that names no directory.
    public init?(_ body: JSONObject) {
        guard let path = body["directory"]?.text else { return nil }
        let place = body["place"]
        let numbers = ["device", "inode"].map { place?[$0]?.text.flatMap { UInt64($0) } }
        var file: FileIdentity?
        if let device = numbers[0], let inode = numbers[1] { file = FileIdentity(device: device, inode: inode) }
        self.init(path: path, host: place?["host"]?.text, file: file)
    }

    /// For a row's body. Numbers are texts: not every reader of JSON keeps 64 bits.
    public var document: JSONObject {
        var document: JSONObject = ["directory": path.json]
        if let host, let file {
            document["place"] = ["host": host.json, "device": String(file.device).json, "inode": String(file.inode).json]
        }
        return document
    }

    /// Whether both are one directory.
    public func isSame(as other: JarvisDirectory) -> Bool {
        // A row of an older version goes by its path, and by what that leads to now.
        guard let host, let otherHost = other.host else {
            return path == other.path || host == other.host && file != nil && file == other.file || leads(to: other)
                || other.leads(to: self)
        }
        guard host == otherHost else { return false }
        guard let file, let otherFile = other.file else { return file == nil && other.file == nil && path == other.path }
        // Some file systems get another device number at every start of the machine.
        return file == otherFile || file.inode == otherFile.inode && path == other.path
    }

    private func leads(to other: JarvisDirectory) -> Bool {
        guard host == nil, let place = other.file else { return false }
        return (try? Files.identity(path)) == place
    }

    /// What names it to other systems: a hash that tells nothing of where it lies, the same for every spelling of its path.
    public var key: String {
        let place = file.map { "\($0.device):\($0.inode)" } ?? path
        return String(SHA256.hex(Array("\(host ?? ""):\(place)".utf8)).prefix(32))
    }
}
