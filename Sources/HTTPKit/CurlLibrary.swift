internal import CCurl

/// libcurl, loaded at the first request. Mail goes through the same one: it is loaded and set up once for the process.
@safe package final class CurlLibrary: Sendable {
    // Made by ccurl_open, filled in once and never changed or freed.
    nonisolated(unsafe) package let table: OpaquePointer

    /// The process's own; Swift makes it once, whichever thread comes first.
    package static let shared = Result { () throws(HTTPError) in try CurlLibrary("libcurl.so.4") }

    /// - Parameter name: as the loader takes it.
    /// - Throws: `HTTPError` `.libraryMissing`.
    init(_ name: String) throws(HTTPError) {
        var reason = [CChar](repeating: 0, count: 256)
        guard let table = unsafe ccurl_open(name, &reason, reason.count) else {
            let text = String(decoding: reason.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
            throw HTTPError(.libraryMissing, "HTTP requests need libcurl: install the Debian package libcurl4 (\(text))")
        }
        unsafe self.table = unsafe table
    }

    /// libcurl's sentence for a code.
    func message(_ code: CURLcode) -> String {
        // A constant text of the library.
        unsafe ccurl_message(table, code).map { unsafe String(cString: $0) } ?? "error \(code.rawValue)"
    }
}
