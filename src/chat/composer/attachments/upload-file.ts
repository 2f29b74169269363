import * as v from 'valibot'
import { errorBody, fileAnswer } from '../../../protocol/api.ts'
import { texts } from '../../texts.ts'
import type { Upload } from './attachments.ts'

/**
 * Sends a file to the platform; throws an error with words for the owner. By XMLHttpRequest, because fetch does not tell how far an
 * upload is.
 */
export const uploadFile: Upload = (file, { onShare, signal }) =>
  new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    const fail = (message: string) => reject(new Error(message))
    request.open('POST', `/api/files?${new URLSearchParams({ name: file.name })}`)
    request.setRequestHeader('content-type', file.type || 'application/octet-stream')
    request.responseType = 'json'
    request.upload.onprogress = ({ loaded, total }) => onShare(total > 0 ? loaded / total : 0)
    request.onerror = () => fail(texts.errors.unreachable)
    request.onabort = () => fail(texts.errors.unknown)
    request.onload = () => {
      const answer = v.safeParse(fileAnswer, request.response)
      if (answer.success) return resolve(answer.output.file)
      const refusal = v.safeParse(errorBody, request.response)
      fail(refusal.success ? refusal.output.error.message : texts.errors.unknown)
    }
    signal.addEventListener('abort', () => request.abort())
    if (signal.aborted) return fail(texts.errors.unknown)
    request.send(file)
  })
