internal import JSONKit

/// The strict reader of single lines: for any bytes the same answer as Jarvis's own (facts.md, "Reading").
///
/// It keeps memory from line to line, nothing else; a faster scanner may take the lines it knows and leave the rest to this one.
public struct OutboxLineReader: Sendable {
    private enum Field: Int { case eventID, status, timestamp, reason, envelope }
    private var picker = JSONMemberPicker(["event_id", "status", "timestamp", "reason", "envelope"], JSONReader(.python))
    /// Looks into envelopes; nil where their message ids are not asked for.
    private var envelopePicker: JSONMemberPicker?

    /// - Parameter readsMessageIDs: of envelopes, for those who send: it takes a second look at each.
    public init(readsMessageIDs: Bool = false) {
        if readsMessageIDs { envelopePicker = JSONMemberPicker(["message_id"], JSONReader(.python)) }
    }

    /// Reads what stands between two LFs, which may be several of Python's lines.
    ///
    /// - Parameters:
    ///   - range: the line in `bytes`, without its LF.
    ///   - number: of the line, from 1.
    ///   - offset: bytes of the outbox before `bytes`.
    ///   - sink: is given every record and unreadable line, in order.
    public mutating func read(
        _ bytes: Span<UInt8>, _ range: Range<Int>, number: Int, offset: Int, into sink: inout some OutboxSink
    ) {
        if OutboxLineReader.isPlain(bytes, range) { return readPiece(bytes, range, number, offset, &sink) }
        guard (try? UTF8Span(validating: bytes.extracting(range))) != nil else {
            let place = OutboxPlace(line: number, offset: offset + range.lowerBound, length: range.count)
            return sink.add(.unreadable(UnreadableLine(place: place, reason: .invalidUTF8)))
        }
        var start = range.lowerBound
        var at = start
        while at < range.upperBound {
            let length = PythonSpace.lineEnd(bytes, at, end: range.upperBound)
            if length > 0 { readPiece(bytes, start..<at, number, offset, &sink) }
            at += max(length, 1)
            if length > 0 { start = at }
        }
        readPiece(bytes, start..<range.upperBound, number, offset, &sink)
    }

    /// ASCII, and no line end but LF: nearly every line, settled in one loop without branches.
    private static func isPlain(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
        var high: UInt8 = 0
        var controls: UInt8 = 0
        for at in range {
            let byte = bytes[at]
            high |= byte
            controls |= byte < 0x20 ? 1 : 0
        }
        return high < 0x80 && controls == 0
    }

    /// One of Python's lines.
    private mutating func readPiece(
        _ bytes: Span<UInt8>, _ range: Range<Int>, _ number: Int, _ offset: Int, _ sink: inout some OutboxSink
    ) {
        let text = PythonSpace.strip(bytes, range)
        guard !text.isEmpty else { return }
        let place = OutboxPlace(line: number, offset: offset + text.lowerBound, length: text.count)
        do throws(JSONError) {
            guard try picker.pick(bytes, text) == .object else {
                return sink.add(.unreadable(UnreadableLine(place: place, reason: .notAnObject)))
            }
        } catch {
            return sink.add(.unreadable(UnreadableLine(place: place, reason: .notJSON(error.reason.text))))
        }
        let eventID = value(.eventID, bytes).map { PythonText.strip(PythonText.str($0)) } ?? ""
        guard eventID != "" else { return sink.add(.unreadable(UnreadableLine(place: place, reason: .noEventID))) }
        sink.add(
            .record(
                OutboxRecord(
                    eventID: eventID,
                    status: OutboxStatus(PythonText.str(value(.status, bytes) ?? .null)),
                    timestamp: value(.timestamp, bytes)?.text.flatMap { OutboxTime.microseconds($0) },
                    reason: value(.reason, bytes).map { PythonText.str($0).text },
                    place: place, hasEnvelope: holdsObject(.envelope, bytes), messageID: messageID(bytes))))
    }

    private mutating func messageID(_ bytes: Span<UInt8>) -> JSONString? {
        guard holdsObject(.envelope, bytes), picker.picked.indices.contains(Field.envelope.rawValue),
            let range = picker.picked[Field.envelope.rawValue], (try? envelopePicker?.pick(bytes, range)) == .object
        else { return nil }
        return envelopePicker?.value(0, bytes).map { PythonText.strip(PythonText.str($0)) }
    }

    /// Whether the field is an object, without reading it.
    private func holdsObject(_ field: Field, _ bytes: Span<UInt8>) -> Bool {
        guard picker.picked.indices.contains(field.rawValue), let range = picker.picked[field.rawValue] else { return false }
        return bytes[range.lowerBound] == UInt8(ascii: "{")
    }

    private func value(_ field: Field, _ bytes: Span<UInt8>) -> JSONValue? { picker.value(field.rawValue, bytes) }
}
