internal import DigestKit
internal import Execution
internal import SystemKit

/// Reading large files with progress, a deadline and a way out.
enum DatabaseHashing {
    /// The SHA-256 of a file's bytes.
    static func sha256(_ path: String, _ limits: ProbeLimits) throws(SystemError) -> String {
        var stream = SHA256Stream()
        try Files.readPieces(path) { (piece) throws(SystemError) in
            stream.add(piece)
            try check(limits)
        }
        return stream.hex()
    }

    /// A copy to a new file, durable, and the SHA-256 of what was copied.
    static func copy(_ source: String, to destination: String, _ limits: ProbeLimits) throws(SystemError) -> (bytes: Int, sha256: String) {
        var stream = SHA256Stream()
        let total = Files.size(source) ?? 0
        var done = 0
        var told = Throttle()
        let bytes = try Files.copyNew(source, to: destination) { (piece) throws(SystemError) in
            stream.add(piece)
            done += piece.count
            if told.isDue { limits.onProgress("\(done >> 20) of \(total >> 20) MiB copied") }
            try check(limits)
        }
        return (bytes, stream.hex())
    }

    /// The SHA-256 of what a settled database holds, whatever its way of keeping a journal: without the header's fields that say how it
    /// was written last (sqlite.org/fileformat2.html, "The Database Header": versions, change counter, schema cookie, version valid for).
    static func contentSHA256(_ path: String, _ limits: ProbeLimits) throws(SystemError) -> String {
        var stream = SHA256Stream()
        var isFirst = true
        try Files.readPieces(path) { (piece) throws(SystemError) in
            var piece = piece
            if isFirst {
                for range in [18..<20, 24..<28, 40..<44, 92..<100] {
                    for index in range where index < piece.count { piece[index] = 0 }
                }
            }
            isFirst = false
            stream.add(piece)
            try check(limits)
        }
        return stream.hex()
    }

    static func check(_ limits: ProbeLimits) throws(SystemError) {
        if limits.cancellation.isCancelled { throw SystemError("stopped", code: SystemError.cancelledCode) }
        if limits.deadline.hasPassed { throw SystemError("stopped", code: SystemError.timedOutCode) }
    }
}

/// Lets something through a few times a second.
struct Throttle {
    private var last: MonotonicTime?

    init() {}

    var isDue: Bool {
        mutating get {
            let now = MonotonicTime.now()
            if let last, now.milliseconds(since: last) < 200 { return false }
            last = now
            return true
        }
    }
}
