/// Why a file was not replaced or made. In every case but `notDurable` the file is what it was before.
public enum AtomicFileError: Error, Sendable, Equatable, CustomStringConvertible {
    /// It no longer holds what the caller decided upon.
    case changed(path: String)
    /// It has further names, which would go on showing the old text.
    case hardLinked(path: String, names: Int)
    /// It is a directory, a pipe, a device.
    case notRegular(path: String)
    /// Something has that name already.
    case exists(path: String)
    /// The new file would belong to somebody else than the old one.
    case ownerNotKept(path: String, SystemError)
    /// The new file is in place, but the system did not confirm that it would outlive a power failure.
    case notDurable(path: String, SystemError)
    /// Any other call that failed, `ENOSPC` for example.
    case system(SystemError)

    public var description: String {
        switch self {
        case .changed(let path): "\(path) was changed by someone else meanwhile: nothing was written"
        case .hardLinked(let path, let names):
            "\(path) has \(names) names (hard links): replacing it would leave the old text under the others; nothing was written"
        case .notRegular(let path): "\(path) is no regular file"
        case .exists(let path): "\(path) exists already"
        case .ownerNotKept(let path, let error):
            "\(path) belongs to another user or group, which a new file could not be given (\(error.reason)): nothing was written"
        case .notDurable(let path, let error): "\(path) is replaced, but it is not certain that it would outlive a power failure (\(error))"
        case .system(let error): error.description
        }
    }

    /// The system's error behind it, if there is one.
    public var systemError: SystemError? {
        switch self {
        case .ownerNotKept(_, let error), .notDurable(_, let error), .system(let error): error
        default: nil
        }
    }
}
