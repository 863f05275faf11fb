internal import Glibc
internal import SystemKit

extension SystemError {
    var isFileTooLarge: Bool { code == EFBIG }
}
