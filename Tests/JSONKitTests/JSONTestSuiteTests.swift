import JSONKit
import TestSupport
import Testing

@Suite(.ownThread) struct JSONTestSuiteTests {
    /// What RFC 8259 leaves open, and we take. Every other `i_` vector is refused: invalid UTF-8, UTF-16, a byte order mark.
    static let taken: Set<String> = [
        "i_number_double_huge_neg_exp", "i_number_huge_exp", "i_number_neg_int_huge_exp", "i_number_pos_double_huge_exp",
        "i_number_real_neg_overflow", "i_number_real_pos_overflow", "i_number_real_underflow", "i_number_too_big_neg_int",
        "i_number_too_big_pos_int", "i_number_very_big_negative_int", "i_object_key_lone_2nd_surrogate",
        "i_string_1st_surrogate_but_2nd_missing", "i_string_1st_valid_surrogate_2nd_invalid",
        "i_string_incomplete_surrogate_and_escape_valid", "i_string_incomplete_surrogate_pair",
        "i_string_incomplete_surrogates_escape_valid", "i_string_invalid_lonely_surrogate", "i_string_invalid_surrogate",
        "i_string_inverted_surrogates_U+1D11E", "i_string_lone_second_surrogate", "i_structure_500_nested_arrays",
    ]

    @Test("The strict reader takes every y_ and refuses every n_ of JSONTestSuite")
    func suite() throws {
        let vectors = try SuiteVector.load()
        #expect(vectors.count == 340)
        for vector in vectors {
            let accepted = (try? JSONReader().read(vector.bytes)) != nil
            switch vector.name.prefix(2) {
            case "y_": #expect(accepted, "\(vector.name)")
            case "n_": #expect(!accepted, "\(vector.name)")
            case "i_": #expect(accepted == Self.taken.contains(vector.name), "\(vector.name)")
            default: #expect(accepted == (String(validating: vector.bytes, as: UTF8.self) != nil), "\(vector.name)")
            }
        }
    }

    @Test("What was read reads the same after writing, compact and pretty", arguments: JSONDialect.allCases)
    func roundTrip(dialect: JSONDialect) throws {
        let reader = JSONReader(dialect)
        for vector in try SuiteVector.load() {
            guard let value = try? reader.read(vector.bytes) else { continue }
            // The writer has only null for NaN and the infinities, which are refused by the strict reader.
            if dialect == .python && (try? JSONReader().read(vector.bytes)) == nil { continue }
            #expect(try reader.read(JSONWriter.compact.bytes(value)) == value, "\(vector.name)")
            #expect(try reader.read(JSONWriter.pretty.bytes(value)) == value, "\(vector.name)")
        }
    }
}
