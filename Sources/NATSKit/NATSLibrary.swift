internal import CNATS

/// libnats, loaded at the first connection.
@safe final class NATSLibrary: Sendable {
    // Made by cnats_open, filled in once and never changed or freed.
    nonisolated(unsafe) let table: OpaquePointer

    /// The process's own; Swift makes it once, whichever thread comes first.
    static let shared = Result { () throws(NATSError) in try NATSLibrary(names) }

    /// - Parameter names: as the loader takes them; the first that loads is taken.
    /// - Throws: `NATSError` `.libraryMissing`.
    init(_ names: [String]) throws(NATSError) {
        var reason = [CChar](repeating: 0, count: 256)
        guard let table = unsafe open(names, &reason) else {
            let text = String(decoding: reason.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
            throw NATSError(.libraryMissing, "NATS needs libnats: install the Debian package libnats3.4 or libnats-dev (\(text))")
        }
        unsafe self.table = unsafe table
    }

    /// libnats's sentence for a status.
    func message(_ status: natsStatus) -> String {
        // A constant text of the library.
        unsafe cnats_message(table, status).map { unsafe String(cString: $0) } ?? "error \(status.rawValue)"
    }

    /// libnats's sentence for what failed last on this thread, without the place in its source that it begins with.
    var threadError: String {
        let text = unsafe cnats_thread_error(table).map { unsafe String(cString: $0) } ?? ""
        guard text.hasPrefix("("), let end = text.firstIndex(of: ")") else { return text }
        return String(text[end...].dropFirst().drop { $0 == ":" || $0 == " " })
    }
}

/// The version compiled against, then the others: 3.x keeps the functions used here, but the name of the file has the number in it.
private let names: [String] = {
    let own = Int(NATS_VERSION_MINOR)
    return (["libnats.so.3.\(own)"] + (4...16).reversed().map { "libnats.so.3.\($0)" } + ["libnats.so"])
}()

private func open(_ names: [String], _ reason: inout [CChar]) -> OpaquePointer? {
    // One buffer holds all names, each with its NUL; the pointers into it live as long as the closure.
    let bytes = names.flatMap { Array($0.utf8) + [0] }.map { CChar(bitPattern: $0) }
    return unsafe bytes.withUnsafeBufferPointer { buffer in
        var pointers: [UnsafePointer<CChar>?] = unsafe []
        var offset = 0
        for name in names {
            unsafe pointers.append(buffer.baseAddress.map { unsafe $0 + offset })
            offset += name.utf8.count + 1
        }
        unsafe pointers.append(nil)
        return unsafe cnats_open(pointers, &reason, reason.count)
    }
}
