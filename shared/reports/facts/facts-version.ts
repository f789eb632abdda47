/**
 * Which code and which rules of booking made the facts of a day; stands in every manifest. The first number changes with what
 * a fact means or where it is booked, the second with the form of the files.
 */
export const FACTS_VERSION = "1.1";
