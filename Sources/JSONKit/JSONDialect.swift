/// Which texts are taken for JSON.
///
/// Both dialects take lone surrogates in `\u` escapes (RFC 8259 section 8.2 allows them; `JSONString` keeps them) and objects that
/// repeat a key. Both refuse raw control characters in strings, a byte order mark and invalid UTF-8.
public enum JSONDialect: Sendable, Hashable, CaseIterable {
    /// RFC 8259 to the letter.
    case strict
    /// What Python 3.11's `json.loads` takes from a `str`: also `NaN`, `Infinity` and `-Infinity`, but no integer of more than
    /// 4,300 digits (observed; the limit is Python's `sys.get_int_max_str_digits`).
    case python

    /// The most digits of an integer; nil when there is no limit.
    var integerDigitLimit: Int? { self == .python ? 4300 : nil }

    /// The nesting that is read unless the caller says otherwise.
    ///
    /// Python stops where its recursion limit of 1,000 is used up, callers' frames included: 992 in a bare script, less in a
    /// service. 950 lies where such a service would stop.
    var defaultDepth: Int { self == .python ? 950 : 512 }
}
