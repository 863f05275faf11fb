internal import Glibc

/// The three descriptors that every program begins with.
public enum StandardStreams {
    /// Fills those that are closed, so that no file that is opened later gets their numbers: whatever is printed would land in it.
    ///
    /// They stay as unusable as they were: reading the first and writing the others fails, and says so.
    public static func occupyClosed() {
        for descriptor in Int32(0)...2 where fcntl(descriptor, F_GETFD) < 0 {
            // The lowest free number is this one: those below are taken.
            _ = unsafe open("/dev/null", descriptor == 0 ? O_WRONLY : O_RDONLY)
        }
    }
}
