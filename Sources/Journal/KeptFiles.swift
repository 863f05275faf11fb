internal import DigestKit
internal import SystemKit

/// Whole files as they were before a change, for the way back.
///
/// The journal keeps texts without their secrets, and a file that was put back from there would have lost them. So the bytes lie beside
/// it, in `kept/SHA256` of the state directory: for its owner alone, durable before anything is changed, and never changed themselves.
/// The journal names them by their hash, which is checked when they are used.
public struct KeptFiles: Sendable {
    /// The longest file that is kept, in bytes.
    public static let limit = 16 << 20

    public let directory: String

    /// - Parameter environment: of the process; it tells where the state directory is.
    public init(_ environment: [String: String]) { directory = Paths.resolve("kept", in: StateDirectory.path(environment)) }

    public func path(_ sha256: String) -> String { Paths.resolve(sha256, in: directory) }

    /// Keeps the bytes; when it returns they outlive a power failure.
    ///
    /// - Returns: their SHA-256, by which they are found again.
    public func store(_ bytes: [UInt8]) throws(KeptFilesError) -> String {
        guard bytes.count <= KeptFiles.limit else { throw .tooLong(bytes: bytes.count) }
        let name = SHA256.hex(bytes)
        if (try? load(name)) != nil { return name }
        let mode: UInt32
        do throws(SystemError) {
            let isNew = Files.kind(directory) == nil
            let place = (try? DirectoryHandle(Paths.parent(directory))).map { JournalPlace($0) }
            mode = place?.fileMode ?? JournalPlace.ownerOnly
            try DirectoryHandle.make(directory, mode: place?.directoryMode ?? 0o700)
            // Under sudo it belongs to whom the state directory belongs to.
            if isNew { try DirectoryHandle(Paths.parent(directory)).adopt(Paths.name(directory)) }
        } catch {
            throw .system(error.description)
        }
        do throws(AtomicFileError) { try AtomicFile.put(path(name), with: bytes, mode: mode) } catch { throw .system(error.description) }
        do throws(SystemError) { try DirectoryHandle(directory).adopt(name) } catch { throw .system(error.description) }
        return name
    }

    /// The bytes of that hash.
    public func load(_ sha256: String) throws(KeptFilesError) -> [UInt8] {
        // The name comes from a journal that others could have written: it must lead nowhere else.
        guard sha256.utf8.count == 64, sha256.utf8.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }) else {
            throw .noHash
        }
        let bytes: [UInt8]?
        do throws(SystemError) {
            bytes = Files.exists(directory) ? try DirectoryHandle(directory).read(sha256, limit: KeptFiles.limit) : nil
        } catch {
            throw .system(error.description)
        }
        guard let bytes else { throw .missing(path(sha256)) }
        guard SHA256.hex(bytes) == sha256 else { throw .damaged(path(sha256)) }
        return bytes
    }
}

/// Why a file was not kept, or cannot be used.
public enum KeptFilesError: Error, Sendable, Equatable, CustomStringConvertible {
    case tooLong(bytes: Int)
    case noHash
    case missing(String)
    /// Its bytes no longer give its hash.
    case damaged(String)
    case system(String)

    public var description: String {
        switch self {
        case .tooLong(let bytes): "it has \(bytes) bytes, more than are kept for the way back"
        case .noHash: "no SHA-256 names the kept bytes"
        case .missing(let path): "the kept bytes are gone: \(path)"
        case .damaged(let path): "the kept bytes no longer give their hash: \(path)"
        case .system(let why): why
        }
    }
}
