internal import Glibc
internal import SystemKit

/// A file system of 512 KiB of a test's own (tmpfs), which can be filled to the last byte. It needs root.
public final class SmallDisk {
    public static let isPossible: Bool = {
        let works =
            (try? Fixture.with { fixture in
                guard mount("tmpfs", fixture.directory, "tmpfs", 0, "size=64k") == 0 else { return false }
                return umount(fixture.directory) == 0
            }) ?? false
        if !works { print("NOT TESTED: full and read-only disks; they need the right to mount a tmpfs") }
        return works
    }()

    private let directory: String

    private init(_ directory: String) throws {
        self.directory = directory
        guard mount("tmpfs", directory, "tmpfs", 0, "size=512k,mode=0755") == 0 else { throw SystemError("mount", directory) }
    }

    /// Puts it over an empty directory while `body` runs.
    public static func with<Result>(_ directory: String, _ body: (SmallDisk) throws -> Result) throws -> Result {
        let disk = try SmallDisk(directory)
        defer { umount2(directory, Int32(MNT_DETACH)) }
        return try body(disk)
    }

    /// Takes every byte that is left.
    public func fill() throws {
        let file = open(directory + "/filler", O_WRONLY | O_CREAT | O_APPEND, 0o600)
        defer { close(file) }
        guard file >= 0 else { throw SystemError("open", directory + "/filler") }
        let page = [UInt8](repeating: 0, count: 4096)
        while write(file, page, page.count) > 0 {}
    }

    public func makeRoom() throws {
        guard unlink(directory + "/filler") == 0 else { throw SystemError("remove", directory + "/filler") }
    }

    public func makeReadOnly() throws {
        guard mount("tmpfs", directory, "tmpfs", UInt(MS_REMOUNT | MS_RDONLY), "size=512k") == 0 else {
            throw SystemError("remount", directory)
        }
    }
}
