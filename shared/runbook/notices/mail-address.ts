const ADDRESS = /^[^\s<>@,;:"()[\]\\]+@[^\s<>@,;:"()[\]\\]+$/

/** A bare mail address: without a name, a list or a line break, so that it can bring nothing into a header. */
export const isMailAddress = (text: string): boolean => text.length <= 254 && ADDRESS.test(text)
