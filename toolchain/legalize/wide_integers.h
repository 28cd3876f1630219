// Part of legalize.cpp: integer arithmetic on more than one register.
#pragma once
#include "llvm/IR/IRBuilder.h"
#include "llvm/IR/Module.h"

using namespace llvm;

namespace {

// --- arithmetic that the backend turns into calls returning two registers ---

std::pair<Value *, Value *> wideMul64(IRBuilder<> &B, Value *X, Value *Y) {  // -> lo, hi
  Value *M = B.getInt64(0xffffffff);
  Value *Xl = B.CreateAnd(X, M), *Xh = B.CreateLShr(X, 32), *Yl = B.CreateAnd(Y, M), *Yh = B.CreateLShr(Y, 32);
  Value *LL = B.CreateMul(Xl, Yl), *LH = B.CreateMul(Xl, Yh), *HL = B.CreateMul(Xh, Yl), *HH = B.CreateMul(Xh, Yh);
  Value *Mid = B.CreateAdd(B.CreateAdd(B.CreateLShr(LL, 32), B.CreateAnd(LH, M)), B.CreateAnd(HL, M));
  Value *Lo = B.CreateMul(X, Y);
  Value *Hi = B.CreateAdd(B.CreateAdd(HH, B.CreateLShr(LH, 32)), B.CreateAdd(B.CreateLShr(HL, 32), B.CreateLShr(Mid, 32)));
  return {Lo, Hi};
}

struct Halves { Value *Lo, *Hi; };
Halves split(IRBuilder<> &B, Value *V) {
  return {B.CreateTrunc(V, B.getInt64Ty()), B.CreateTrunc(B.CreateLShr(V, 64), B.getInt64Ty())};
}
Value *join(IRBuilder<> &B, Value *Lo, Value *Hi) {
  Type *T = B.getInt128Ty();
  return B.CreateOr(B.CreateZExt(Lo, T), B.CreateShl(B.CreateZExt(Hi, T), 64));
}

// Schoolbook product of integers that are a whole number of 64-bit limbs.
Value *mulWide(IRBuilder<> &B, Value *X, Value *Y) {
  Type *T = X->getType(), *I64 = B.getInt64Ty();
  unsigned N = T->getIntegerBitWidth() / 64;
  auto Limb = [&](Value *V, unsigned I) { return B.CreateTrunc(B.CreateLShr(V, 64 * I), I64); };
  SmallVector<Value *, 4> R(N, B.getInt64(0));
  for (unsigned I = 0; I < N; ++I) {
    Value *Carry = B.getInt64(0), *Xi = Limb(X, I);
    for (unsigned J = 0; I + J < N; ++J) {
      if (I + J == N - 1) {  // the last limb needs no high half
        R[I + J] = B.CreateAdd(B.CreateAdd(R[I + J], B.CreateMul(Xi, Limb(Y, J))), Carry);
        continue;
      }
      auto [Lo, Hi] = wideMul64(B, Xi, Limb(Y, J));
      Value *S1 = B.CreateAdd(R[I + J], Lo), *C1 = B.CreateZExt(B.CreateICmpULT(S1, Lo), I64);
      Value *S2 = B.CreateAdd(S1, Carry), *C2 = B.CreateZExt(B.CreateICmpULT(S2, Carry), I64);
      R[I + J] = S2;
      Carry = B.CreateAdd(Hi, B.CreateAdd(C1, C2));
    }
  }
  Value *V = B.CreateZExt(R[0], T);
  for (unsigned I = 1; I < N; ++I) V = B.CreateOr(V, B.CreateShl(B.CreateZExt(R[I], T), 64 * I));
  return V;
}

Value *udivrem128(IRBuilder<> &B, Module &M, Value *X, Value *Y, bool Quotient) {
  Type *I64 = B.getInt64Ty();
  Function *F = B.GetInsertBlock()->getParent();
  IRBuilder<> Entry(&*F->getEntryBlock().getFirstInsertionPt());
  AllocaInst *Out = Entry.CreateAlloca(ArrayType::get(I64, 4), nullptr, "divrem");
  Out->setAlignment(Align(8));
  FunctionCallee Fn = M.getOrInsertFunction("__sbf_udivrem128", B.getVoidTy(), B.getPtrTy(), I64, I64, I64, I64);
  auto [Xl, Xh] = split(B, X);
  auto [Yl, Yh] = split(B, Y);
  B.CreateCall(Fn, {Out, Xl, Xh, Yl, Yh});
  auto At = [&](unsigned I) { return B.CreateLoad(I64, B.CreateConstGEP1_64(I64, Out, I)); };
  return Quotient ? join(B, At(0), At(1)) : join(B, At(2), At(3));
}

Value *pair(IRBuilder<> &B, Type *T, Value *V, Value *O) {
  return B.CreateInsertValue(B.CreateInsertValue(PoisonValue::get(T), V, 0), O, 1);
}

Value *umulo128(IRBuilder<> &B, Type *T, Value *X, Value *Y) {
  auto [Xl, Xh] = split(B, X);
  auto [Yl, Yh] = split(B, Y);
  Value *Z = B.getInt64(0);
  auto [Lo, Hi] = wideMul64(B, Xl, Yl);
  auto [C1, O1] = wideMul64(B, Xl, Yh);
  auto [C2, O2] = wideMul64(B, Xh, Yl);
  Value *Both = B.CreateAnd(B.CreateICmpNE(Xh, Z), B.CreateICmpNE(Yh, Z));
  Value *S1 = B.CreateAdd(Hi, C1), *Carry1 = B.CreateICmpULT(S1, Hi);
  Value *S2 = B.CreateAdd(S1, C2), *Carry2 = B.CreateICmpULT(S2, S1);
  Value *O = B.CreateOr(B.CreateOr(Both, B.CreateICmpNE(B.CreateOr(O1, O2), Z)), B.CreateOr(Carry1, Carry2));
  return pair(B, T, join(B, Lo, S2), O);
}

Value *shift128(IRBuilder<> &B, unsigned Op, Value *X, Value *Amount) {
  auto [Lo, Hi] = split(B, X);
  Value *N = B.CreateTrunc(Amount, B.getInt64Ty()), *Z = B.getInt64(0);
  Value *S = B.CreateAnd(N, 63), *Inv = B.CreateAnd(B.CreateSub(B.getInt64(64), S), 63);
  Value *Big = B.CreateICmpUGE(N, B.getInt64(64)), *Aligned = B.CreateICmpEQ(S, Z);
  if (Op == Instruction::Shl) {
    Value *Carry = B.CreateSelect(Aligned, Z, B.CreateLShr(Lo, Inv)), *LoS = B.CreateShl(Lo, S);
    return join(B, B.CreateSelect(Big, Z, LoS), B.CreateSelect(Big, LoS, B.CreateOr(B.CreateShl(Hi, S), Carry)));
  }
  Value *Carry = B.CreateSelect(Aligned, Z, B.CreateShl(Hi, Inv));
  bool Arith = Op == Instruction::AShr;
  Value *HiS = Arith ? B.CreateAShr(Hi, S) : B.CreateLShr(Hi, S);
  Value *Fill = Arith ? B.CreateAShr(Hi, 63) : Z;
  return join(B, B.CreateSelect(Big, HiS, B.CreateOr(B.CreateLShr(Lo, S), Carry)), B.CreateSelect(Big, Fill, HiS));
}

Value *absOf(IRBuilder<> &B, Value *V) {
  Value *Neg = B.CreateICmpSLT(V, Constant::getNullValue(V->getType()));
  return B.CreateSelect(Neg, B.CreateNeg(V), V);
}

}  // namespace
