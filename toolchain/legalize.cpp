// LLVM pass "sbf-legalize": rewrites a module so that LLVM's own BPF backend
// can compile code that only Solana's fork accepts. See README.md beside it.
#include "llvm/IR/IRBuilder.h"
#include "llvm/IR/InstIterator.h"
#include "llvm/IR/IntrinsicInst.h"
#include "llvm/IR/Module.h"
#include "llvm/Passes/PassBuilder.h"
#include "llvm/Plugins/PassPlugin.h"
#include "llvm/Transforms/Utils/Cloning.h"
#include "llvm/Transforms/Utils/ValueMapper.h"

#include "legalize/signatures.h"
#include "legalize/soft_float.h"
#include "legalize/wide_integers.h"

using namespace llvm;

namespace {

// Integer and floating-point operations that the backend would turn into calls it refuses to make.
bool expandArithmetic(Function &F) {
  bool Changed = false;
  Module &M = *F.getParent();
  SmallVector<Instruction *, 16> Work;
  for (Instruction &I : instructions(F)) Work.push_back(&I);
  for (Instruction *I : Work) {
    IRBuilder<> B(I);
    Value *V = nullptr;
    auto *IT = dyn_cast<IntegerType>(I->getType());
    if (auto *BO = dyn_cast<BinaryOperator>(I); BO && IT) {
      Value *X = BO->getOperand(0), *Y = BO->getOperand(1);
      unsigned W = IT->getBitWidth(), Op = BO->getOpcode();
      bool Wide = W > 64;
      bool Calls = Op == Instruction::Mul || BO->isIntDivRem() || (BO->isShift() && !isa<ConstantInt>(Y));
      if (Wide && Calls && W != 128 && (Op != Instruction::Mul || W % 64)) report_fatal_error(Twine("sbf-legalize: no expansion for i") + Twine(W));
      if (Op == Instruction::Mul && Wide) V = mulWide(B, X, Y);
      else if (Wide && BO->isShift() && !isa<ConstantInt>(Y)) V = shift128(B, Op, X, Y);
      else if (Op == Instruction::SDiv || Op == Instruction::SRem) {
        bool Div = Op == Instruction::SDiv;
        Value *Ax = absOf(B, X), *Ay = absOf(B, Y);
        Value *U = Wide ? udivrem128(B, M, Ax, Ay, Div) : Div ? B.CreateUDiv(Ax, Ay) : B.CreateURem(Ax, Ay);
        Value *Sign = Div ? B.CreateXor(X, Y) : X;
        V = B.CreateSelect(B.CreateICmpSLT(Sign, ConstantInt::get(IT, 0)), B.CreateNeg(U), U);
      } else if (Wide && (Op == Instruction::UDiv || Op == Instruction::URem)) {
        V = udivrem128(B, M, X, Y, Op == Instruction::UDiv);
      }
    } else if (auto *II = dyn_cast<IntrinsicInst>(I)) {
      Intrinsic::ID Id = II->getIntrinsicID();
      if (Id == Intrinsic::umul_with_overflow || Id == Intrinsic::smul_with_overflow) {
        Value *X = II->getArgOperand(0), *Y = II->getArgOperand(1);
        unsigned W = X->getType()->getIntegerBitWidth();
        Type *T = II->getType();
        bool Signed = Id == Intrinsic::smul_with_overflow;
        if (W == 64) {
          auto [Lo, Hi] = wideMul64(B, X, Y);
          if (!Signed) V = pair(B, T, Lo, B.CreateICmpNE(Hi, B.getInt64(0)));
          else {
            Value *Fix = B.CreateAdd(B.CreateAnd(B.CreateAShr(X, 63), Y), B.CreateAnd(B.CreateAShr(Y, 63), X));
            V = pair(B, T, Lo, B.CreateICmpNE(B.CreateSub(Hi, Fix), B.CreateAShr(Lo, 63)));
          }
        } else if (W == 128) {
          if (!Signed) V = umulo128(B, T, X, Y);
          else {
            Type *IT = X->getType();
            Value *Z = ConstantInt::get(IT, 0);
            Value *U = umulo128(B, T, absOf(B, X), absOf(B, Y));
            Value *Mag = B.CreateExtractValue(U, 0), *O = B.CreateExtractValue(U, 1);
            Value *Neg = B.CreateICmpSLT(B.CreateXor(X, Y), Z);
            Value *R = B.CreateSelect(Neg, B.CreateNeg(Mag), Mag);
            Value *Bad = B.CreateAnd(B.CreateICmpNE(R, Z), B.CreateXor(B.CreateICmpSLT(R, Z), Neg));
            V = pair(B, T, R, B.CreateOr(O, Bad));
          }
        } else if (W < 64) {
          Type *W64 = B.getInt64Ty();
          Value *P = Signed ? B.CreateMul(B.CreateSExt(X, W64), B.CreateSExt(Y, W64)) : B.CreateMul(B.CreateZExt(X, W64), B.CreateZExt(Y, W64));
          Value *Lo = B.CreateTrunc(P, X->getType());
          Value *Back = Signed ? B.CreateSExt(Lo, W64) : B.CreateZExt(Lo, W64);
          V = pair(B, T, Lo, B.CreateICmpNE(P, Back));
        }
      }
    }
    if (!V) V = softFloat(B, I);
    if (V) {
      I->replaceAllUsesWith(V);
      I->eraseFromParent();
      Changed = true;
    }
  }
  return Changed;
}

// Copies and fills that the backend would not unroll become plain calls.
constexpr uint64_t kInlineBytes = 64;
void callMemoryRoutines(Function &F) {
  Module &M = *F.getParent();
  SmallVector<MemIntrinsic *, 16> Work;
  for (Instruction &I : instructions(F))
    if (auto *MI = dyn_cast<MemIntrinsic>(&I)) {
      auto *N = dyn_cast<ConstantInt>(MI->getLength());
      if (!N || N->getZExtValue() > kInlineBytes) Work.push_back(MI);
    }
  for (MemIntrinsic *MI : Work) {
    IRBuilder<> B(MI);
    Type *Ptr = B.getPtrTy(), *I64 = B.getInt64Ty();
    Value *Len = B.CreateZExtOrTrunc(MI->getLength(), I64);
    if (auto *S = dyn_cast<MemSetInst>(MI)) {
      FunctionCallee Fn = M.getOrInsertFunction("memset", Ptr, Ptr, B.getInt32Ty(), I64);
      B.CreateCall(Fn, {S->getDest(), B.CreateZExt(S->getValue(), B.getInt32Ty()), Len});
    } else {
      auto *T = cast<MemTransferInst>(MI);
      FunctionCallee Fn = M.getOrInsertFunction(isa<MemMoveInst>(MI) ? "memmove" : "memcpy", Ptr, Ptr, Ptr, I64);
      B.CreateCall(Fn, {T->getDest(), T->getSource(), Len});
    }
    MI->eraseFromParent();
  }
}

struct SbfArithmetic : PassInfoMixin<SbfArithmetic> {
  PreservedAnalyses run(Module &M, ModuleAnalysisManager &) {
    for (Function &F : M) if (!F.isDeclaration()) { expandArithmetic(F); callMemoryRoutines(F); }
    return PreservedAnalyses::none();
  }
};

struct SbfSignatures : PassInfoMixin<SbfSignatures> {
  PreservedAnalyses run(Module &M, ModuleAnalysisManager &) {
    SmallVector<std::pair<CallBase *, Signature>, 64> Calls;
    SmallVector<std::pair<Function *, Signature>, 64> Functions;
    for (Function &F : M) {
      if (skipped(&F)) continue;
      if (Signature S = legalize(F.getFunctionType()); S.changed()) Functions.push_back({&F, S});
      for (Instruction &I : instructions(F))
        if (auto *C = dyn_cast<CallBase>(&I); C && !C->isInlineAsm() && !skipped(dyn_cast<Function>(C->getCalledOperand())))
          if (Signature S = legalize(C->getFunctionType()); S.changed()) Calls.push_back({C, S});
    }
    for (auto &[C, S] : Calls) rewriteCall(C, S);
    for (auto &[F, S] : Functions) rewriteFunction(F, S);
    // The backend refuses `sret`, though it passes such a pointer like any other.
    for (Function &F : M) {
      for (unsigned I = 0; I < F.arg_size(); ++I) F.removeParamAttr(I, Attribute::StructRet);
      for (Instruction &I : instructions(F))
        if (auto *C = dyn_cast<CallBase>(&I))
          for (unsigned A = 0; A < C->arg_size(); ++A) C->removeParamAttr(A, Attribute::StructRet);
    }
    return PreservedAnalyses::none();
  }
};

}  // namespace

extern "C" LLVM_ATTRIBUTE_WEAK PassPluginLibraryInfo llvmGetPassPluginInfo() {
  return {LLVM_PLUGIN_API_VERSION, "SbfLegalize", "1", [](PassBuilder &PB) {
            PB.registerPipelineParsingCallback([](StringRef Name, ModulePassManager &PM, ArrayRef<PassBuilder::PipelineElement>) {
              if (Name == "sbf-arithmetic") { PM.addPass(SbfArithmetic()); return true; }
              if (Name == "sbf-signatures") { PM.addPass(SbfSignatures()); return true; }
              return false;
            });
          }};
}
