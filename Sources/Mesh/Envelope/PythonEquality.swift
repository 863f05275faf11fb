internal import JSONKit

/// `==` and truth of what Python's `json.loads` made of JSON values.
enum PythonEquality {
    /// `bool(value)`: null, false, every zero, empty texts, lists and objects are false; not-a-number is true.
    static func isTrue(_ value: JSONValue) -> Bool {
        switch value {
        case .null: false
        case .bool(let value): value
        case .number(let number): number.isInteger ? !isZero(number.spelling) : number.double != 0
        case .string(let text): text != ""
        case .array(let elements): !elements.isEmpty
        case .object(let object): !object.isEmpty
        }
    }

    /// `a == b`: true, 1 and 1.0 are one; integers and floats are compared exactly; objects without regard to order.
    static func areEqual(_ a: JSONValue, _ b: JSONValue) -> Bool { areEqual(a, b, inside: false) }

    /// - Parameter inside: of a list or object, where Python asks first whether both are the same thing. Its reader makes one not-a-number
    ///   for all `NaN`s, which is not equal to itself, but the same.
    private static func areEqual(_ a: JSONValue, _ b: JSONValue, inside: Bool) -> Bool {
        switch (a, b) {
        case (.null, .null): return true
        case (.string(let a), .string(let b)): return a == b
        case (.array(let a), .array(let b)):
            return a.count == b.count && zip(a, b).allSatisfy { areEqual($0, $1, inside: true) }
        case (.object(let a), .object(let b)):
            let left = a.withoutRepeats.members
            let right = Dictionary(b.members.map { ($0.key, $0.value) }) { $1 }
            return left.count == right.count
                && left.allSatisfy { member in right[member.key].map { areEqual(member.value, $0, inside: true) } ?? false }
        default:
            guard let a = number(a), let b = number(b) else { return false }
            return areEqual(a, b) || (inside && a.double.isNaN && b.double.isNaN)
        }
    }

    private static func areEqual(_ a: JSONNumber, _ b: JSONNumber) -> Bool {
        switch (a.isInteger, b.isInteger) {
        case (true, true): return a.spelling == b.spelling || (isZero(a.spelling) && isZero(b.spelling))
        case (false, false): return a.double == b.double
        case (true, false): return areEqual(integer: a.spelling, b.double)
        case (false, true): return areEqual(integer: b.spelling, a.double)
        }
    }

    /// Exactly: no digit of the integer is lost on the way.
    private static func areEqual(integer: String, _ float: Double) -> Bool {
        guard float.isFinite, float.rounded(.towardZero) == float else { return false }
        if float == 0 { return isZero(integer) }
        guard let nearest = Double(integer), nearest == float else { return false }
        return integer == (float < 0 ? "-" : "") + DecimalDigits.of(float.magnitude)
    }

    private static func isZero(_ integer: String) -> Bool { integer == "0" || integer == "-0" }

    /// Python's booleans are integers.
    private static func number(_ value: JSONValue) -> JSONNumber? {
        switch value {
        case .bool(let value): JSONNumber(value ? 1 : 0)
        case .number(let number): number
        default: nil
        }
    }
}

/// All decimal digits of whole floats.
private enum DecimalDigits {
    /// - Parameter whole: at least 1, finite, without a fraction.
    static func of(_ whole: Double) -> String {
        if whole < 9e18 { return String(UInt64(whole)) }
        // The significand's 53 bits as an integer, doubled as often as the exponent says.
        let doublings = Int(whole.exponent) - 52
        // Lowest digit first.
        var digits = String(UInt64(whole.significand * 4_503_599_627_370_496)).utf8.reversed().map { $0 - 0x30 }
        for _ in 0..<doublings {
            var carry: UInt8 = 0
            for place in digits.indices {
                let doubled = digits[place] * 2 + carry
                digits[place] = doubled % 10
                carry = doubled / 10
            }
            if carry > 0 { digits.append(carry) }
        }
        return String(decoding: digits.reversed().map { $0 + 0x30 }, as: UTF8.self)
    }
}
