internal import CSQLite

/// Counts the pages that a connection reads; may be asked from another thread while the connection is busy.
@safe final class ReadCounter: @unchecked Sendable {
    // Owned: made in init, freed in deinit. What it points to is atomic; connections that add to it keep the object alive.
    private let pointer: OpaquePointer?

    init() { unsafe pointer = unsafe csqlite_counter_new() }

    deinit { unsafe csqlite_counter_free(pointer) }

    var value: Int { unsafe pointer.map { unsafe Int(clamping: csqlite_counter_value($0)) } ?? 0 }

    /// From now on the connection's reads count. It must be closed before this object goes away.
    func watch(_ handle: OpaquePointer) { _ = unsafe csqlite_count_reads(handle, pointer) }

    /// The VFS that a connection is opened with to be counted; nil for SQLite's own.
    static var vfs: String? { unsafe csqlite_counting_vfs().map { unsafe String(cString: $0) } }
}
